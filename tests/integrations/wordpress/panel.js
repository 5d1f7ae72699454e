// Runs the panel's script with stand-ins for what WordPress gives it, and prints what is shown
// before and after the answer. Arguments: the script, the answer as JSON (or "fails").
'use strict';
const [ script, said ] = process.argv.slice( 2 );
let render, state = null, after;
const element = ( type, props, ...children ) =>
	typeof type === 'function' ? type( { ...props, children } ) : { type, ...props, children };
const asked = [];
global.window = { wp: {
	element: {
		createElement: element,
		Fragment: 'fragment',
		useState: ( first ) => [ state === null ? first : state, ( next ) => { state = next; } ],
		useEffect: ( effect ) => { after = effect; },
	},
	i18n: { __: ( text ) => text, sprintf: ( text, value ) => text.replace( '%s', value ) },
	components: { Notice: 'notice', Spinner: 'spinner' },
	editor: { PluginPrePublishPanel: 'panel' },
	data: { select: () => ( {
		getCurrentPostId: () => 7,
		getEditedPostAttribute: ( name ) => name === 'title' ? 'A title' : undefined,
		getEditedPostContent: () => '<p>text</p>',
	} ) },
	apiFetch: ( request ) => {
		asked.push( request );
		return said === 'fails' ? Promise.reject( new Error( 'offline' ) ) : Promise.resolve( JSON.parse( said ) );
	},
	plugins: { registerPlugin: ( name, plugin ) => { render = plugin.render; } },
} };
require( script );
const before = render();
after();
setImmediate( () => console.log( JSON.stringify( { asked, before, after: render() } ) ) );
