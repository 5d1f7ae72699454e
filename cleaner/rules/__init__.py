"""The rules: a module a family, and a registry of all."""

from cleaner.rules.article import Article
from cleaner.rules.passage import Passage, Tools
from cleaner.rules.registry import Rule, find_rule, rules, selected_rules

__all__ = ["Article", "Passage", "Rule", "Tools", "find_rule", "rules", "selected_rules"]
