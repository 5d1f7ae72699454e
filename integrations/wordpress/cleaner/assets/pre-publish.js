/**
 * Shows before publishing what French was left in an article. Plain JavaScript: there is no build.
 */
( function ( wp ) {
	'use strict';

	var el = wp.element.createElement;
	var useState = wp.element.useState;
	var useEffect = wp.element.useEffect;
	var __ = wp.i18n.__;
	var sprintf = wp.i18n.sprintf;
	// The panel moved from wp.editPost to wp.editor in WordPress 6.6.
	var Panel =
		( wp.editor && wp.editor.PluginPrePublishPanel ) ||
		( wp.editPost && wp.editPost.PluginPrePublishPanel );

	if ( ! Panel ) {
		return;
	}

	function article() {
		var editor = wp.data.select( 'core/editor' );
		return {
			post: editor.getCurrentPostId(),
			title: editor.getEditedPostAttribute( 'title' ) || '',
			excerpt: editor.getEditedPostAttribute( 'excerpt' ) || '',
			content: editor.getEditedPostContent() || '',
		};
	}

	function note( status, text ) {
		return el( wp.components.Notice, { status: status, isDismissible: false }, text );
	}

	function line( finding, index ) {
		var proposal = finding.replacement || __( '(delete it)', 'cleaner' );
		return el(
			'li',
			{ key: index },
			el( 'strong', null, finding.found ),
			finding.fixable ? ' → ' + proposal : '',
			finding.safety === 'safe' ? '' : ' ' + __( '(for you to decide)', 'cleaner' )
		);
	}

	function shown( answer ) {
		if ( answer === null ) {
			return el( wp.components.Spinner );
		}
		if ( answer.trouble ) {
			return note(
				'warning',
				/* translators: %s: what went wrong. */
				sprintf( __( 'Cleaner could not be asked (%s). You can publish all the same.', 'cleaner' ), answer.trouble )
			);
		}
		if ( ! answer.findings.length ) {
			return el( 'p', null, __( 'Nothing was left in French.', 'cleaner' ) );
		}
		return el(
			wp.element.Fragment,
			null,
			answer.blocks
				? note( 'error', __( 'Publishing is blocked until the French with a sure translation is gone.', 'cleaner' ) )
				: null,
			el( 'ul', null, answer.findings.map( line ) )
		);
	}

	// It is mounted when the panel opens, and asks then.
	function Report() {
		var state = useState( null );
		useEffect( function () {
			var isOpen = true;
			function tell( answer ) {
				if ( isOpen ) {
					state[ 1 ]( answer );
				}
			}
			wp.apiFetch( { path: '/cleaner/v1/check', method: 'POST', data: article() } ).then( tell, function ( error ) {
				tell( { trouble: ( error && error.message ) || __( 'no answer', 'cleaner' ), findings: [], blocks: false } );
			} );
			return function () {
				isOpen = false;
			};
		}, [] );
		return shown( state[ 0 ] );
	}

	wp.plugins.registerPlugin( 'cleaner', {
		icon: 'translation',
		render: function () {
			return el( Panel, { title: __( 'Leftover French', 'cleaner' ), initialOpen: true }, el( Report ) );
		},
	} );
} )( window.wp );
