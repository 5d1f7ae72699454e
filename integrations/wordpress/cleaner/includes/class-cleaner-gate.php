<?php
/**
 * The gate: what is published through the REST API, as the block editor does, passes here.
 *
 * @package Cleaner
 */

defined( 'ABSPATH' ) || exit;

/**
 * Keeps an article from being published while it has French with a safe fix, if so set.
 */
final class Cleaner_Gate {

	const PUBLISHED = array( 'publish', 'future', 'private' );
	const TROUBLE   = 'cleaner_trouble';

	/**
	 * Hooks the gate into WordPress, for all public types of posts that the REST API can write.
	 */
	public static function register() {
		add_action(
			'rest_api_init',
			static function () {
				foreach ( self::types() as $type ) {
					add_filter( "rest_pre_insert_{$type}", array( self::class, 'pass' ) );
				}
			}
		);
		add_action( 'admin_notices', array( self::class, 'notice' ) );
	}

	/**
	 * The types of posts that readers see.
	 *
	 * @return string[]
	 */
	private static function types() {
		return get_post_types(
			array(
				'public'       => true,
				'show_in_rest' => true,
			)
		);
	}

	/**
	 * Lets a post pass, or returns why not.
	 *
	 * @param stdClass|WP_Error $prepared The post as it is about to be stored; an update has only what changes.
	 * @return stdClass|WP_Error
	 */
	public static function pass( $prepared ) {
		$settings = Cleaner_Settings::all();
		if ( is_wp_error( $prepared ) || 'block' !== $settings['mode'] ) {
			return $prepared;
		}
		$stored = empty( $prepared->ID ) ? null : get_post( $prepared->ID );
		if ( ! in_array( self::field( 'post_status', $prepared, $stored ), self::PUBLISHED, true ) ) {
			return $prepared;
		}
		if ( ! isset( $prepared->post_title ) && ! isset( $prepared->post_content ) && ! isset( $prepared->post_excerpt )
			&& $stored && in_array( $stored->post_status, self::PUBLISHED, true ) ) {
			return $prepared; // It is published, and its text does not change.
		}
		$findings = Cleaner_Settings::service()->check(
			self::article(
				self::field( 'post_title', $prepared, $stored ),
				self::field( 'post_excerpt', $prepared, $stored ),
				self::field( 'post_content', $prepared, $stored )
			)
		);
		if ( is_wp_error( $findings ) ) {
			set_transient( self::TROUBLE, $findings->get_error_message(), HOUR_IN_SECONDS );
			return $prepared; // Never blocked because of us.
		}
		$sure = array_filter( $findings, array( self::class, 'is_sure' ) );
		return $sure ? self::refusal( $sure ) : $prepared;
	}

	/**
	 * An article as one piece of HTML, so that headline and text are read together.
	 *
	 * @param string $title   Headline.
	 * @param string $excerpt Excerpt.
	 * @param string $content Text, as blocks.
	 * @return string
	 */
	public static function article( $title, $excerpt, $content ) {
		return "<h1>{$title}</h1>\n<p>{$excerpt}</p>\n{$content}";
	}

	/**
	 * Whether a finding has a fix that needs no editor's decision.
	 *
	 * @param array $finding A finding.
	 * @return bool
	 */
	public static function is_sure( $finding ) {
		return 'safe' === $finding['safety'];
	}

	/**
	 * Says that an article went through unchecked.
	 */
	public static function notice() {
		$why = get_transient( self::TROUBLE );
		if ( false === $why || ! current_user_can( 'edit_posts' ) ) {
			return;
		}
		delete_transient( self::TROUBLE );
		/* translators: %s: what went wrong. */
		$text = sprintf( __( 'Cleaner could not be asked (%s); an article was published unchecked.', 'cleaner' ), $why );
		echo '<div class="notice notice-warning is-dismissible"><p>' . esc_html( $text ) . '</p></div>';
	}

	/**
	 * A field of the post as it will be.
	 *
	 * @param string       $name     The field.
	 * @param stdClass     $prepared What changes.
	 * @param WP_Post|null $stored   What is there.
	 * @return string
	 */
	private static function field( $name, $prepared, $stored ) {
		if ( isset( $prepared->$name ) ) {
			return (string) $prepared->$name;
		}
		return $stored ? (string) $stored->$name : '';
	}

	/**
	 * The error that the editor shows.
	 *
	 * @param array $sure Findings with a safe fix.
	 * @return WP_Error
	 */
	private static function refusal( $sure ) {
		$listed = array();
		foreach ( $sure as $finding ) {
			$listed[] = $finding['found'] . ' → ' . ( '' === $finding['replacement'] ? '∅' : $finding['replacement'] );
		}
		return new WP_Error(
			'cleaner_leftover_french',
			/* translators: %s: words and their replacements. */
			sprintf( __( 'Not published: French was left in the article: %s', 'cleaner' ), implode( '; ', array_unique( $listed ) ) ),
			array( 'status' => 422 )
		);
	}
}
