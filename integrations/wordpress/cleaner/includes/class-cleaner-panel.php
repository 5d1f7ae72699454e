<?php
/**
 * The panel that the block editor shows before publishing, and the route that it asks.
 *
 * @package Cleaner
 */

defined( 'ABSPATH' ) || exit;

/**
 * The browser asks WordPress, and WordPress asks the service: the token stays on the server.
 */
final class Cleaner_Panel {

	/**
	 * Hooks script and route into WordPress.
	 */
	public static function register() {
		add_action( 'enqueue_block_editor_assets', array( self::class, 'enqueue' ) );
		add_action( 'rest_api_init', array( self::class, 'add_route' ) );
	}

	/**
	 * Loads the panel's script in the editor.
	 */
	public static function enqueue() {
		wp_enqueue_script(
			'cleaner-pre-publish',
			plugins_url( '../assets/pre-publish.js', __FILE__ ),
			array( 'wp-api-fetch', 'wp-components', 'wp-data', 'wp-edit-post', 'wp-editor', 'wp-element', 'wp-i18n', 'wp-plugins' ),
			'0.1.0',
			true
		);
	}

	/**
	 * Adds POST cleaner/v1/check.
	 */
	public static function add_route() {
		$text = array(
			'type'     => 'string',
			'required' => true,
		);
		register_rest_route(
			'cleaner/v1',
			'/check',
			array(
				'methods'             => 'POST',
				'callback'            => array( self::class, 'check' ),
				'permission_callback' => static function ( $request ) {
					return current_user_can( 'edit_post', (int) $request['post'] );
				},
				'args'                => array(
					'post'    => array(
						'type'     => 'integer',
						'required' => true,
					),
					'title'   => $text,
					'excerpt' => $text,
					'content' => $text,
				),
			)
		);
	}

	/**
	 * What is found in the article as it stands in the editor.
	 *
	 * @param WP_REST_Request $request The article.
	 * @return array
	 */
	public static function check( $request ) {
		$settings = Cleaner_Settings::all();
		$findings = Cleaner_Settings::service()->check(
			Cleaner_Gate::article( $request['title'], $request['excerpt'], $request['content'] )
		);
		if ( is_wp_error( $findings ) ) {
			return array(
				'trouble'  => $findings->get_error_message(),
				'findings' => array(),
				'blocks'   => false,
			);
		}
		return array(
			'trouble'  => '',
			'findings' => $findings,
			'blocks'   => 'block' === $settings['mode'] && (bool) array_filter( $findings, array( 'Cleaner_Gate', 'is_sure' ) ),
		);
	}
}
