"""stub"""
from dataclasses import dataclass
@dataclass
class D:
    replacement:str
    safe:bool
class V:
    def decide(self,m): return D(m.replacement,m.safe)
def votes(t,g): return V()
