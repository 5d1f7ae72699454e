<?php
/**
 * The call of Cleaner's HTTP service.
 *
 * @package Cleaner
 */

defined( 'ABSPATH' ) || exit;

/**
 * Asks Cleaner's service what it finds. Whatever goes wrong is an error to show, never an exception.
 */
final class Cleaner_Service {

	// Seconds to wait for an answer; the filter `cleaner_timeout` changes it.
	const TIMEOUT = 5;
	// Bytes of an answer that are read.
	const MOST = 1048576;
	// What is kept of a finding.
	const KEYS = array( 'rule', 'found', 'replacement', 'safety', 'reason' );

	/**
	 * Address of the service, without a slash at its end.
	 *
	 * @var string
	 */
	private $base;

	/**
	 * The bearer token.
	 *
	 * @var string
	 */
	private $token;

	/**
	 * Takes the address and the token from the settings.
	 *
	 * @param string $base  Address of the service.
	 * @param string $token Bearer token; empty for none.
	 */
	public function __construct( $base, $token ) {
		$this->base  = rtrim( $base, '/' );
		$this->token = $token;
	}

	/**
	 * The findings in a piece of HTML.
	 *
	 * @param string $html An article.
	 * @return array|WP_Error A list of findings, each with the keys above as strings.
	 */
	public function check( $html ) {
		if ( '' === $this->base ) {
			return new WP_Error( 'cleaner_trouble', __( 'no address is set', 'cleaner' ) );
		}
		$headers = array(
			'Content-Type' => 'application/json',
			'Accept'       => 'application/json',
		);
		if ( '' !== $this->token ) {
			$headers['Authorization'] = 'Bearer ' . $this->token;
		}
		$response = wp_remote_post(
			$this->base . '/v1/check',
			array(
				'timeout'             => (int) apply_filters( 'cleaner_timeout', self::TIMEOUT ),
				'redirection'         => 0, // The token goes to nobody else.
				'limit_response_size' => self::MOST,
				'headers'             => $headers,
				'body'                => wp_json_encode( array( 'html' => $html ) ),
			)
		);
		if ( is_wp_error( $response ) ) {
			return new WP_Error( 'cleaner_trouble', $response->get_error_message() );
		}
		$status = (int) wp_remote_retrieve_response_code( $response );
		if ( 200 !== $status ) {
			/* translators: %d: an HTTP status. */
			return new WP_Error( 'cleaner_trouble', sprintf( __( 'it answered with status %d', 'cleaner' ), $status ) );
		}
		return $this->findings( json_decode( wp_remote_retrieve_body( $response ), true ) );
	}

	/**
	 * The findings of an answer, which is {"findings": [...]}.
	 *
	 * @param mixed $answer The decoded answer.
	 * @return array|WP_Error
	 */
	private function findings( $answer ) {
		if ( ! is_array( $answer ) || ! isset( $answer['findings'] ) || ! is_array( $answer['findings'] ) ) {
			return new WP_Error( 'cleaner_trouble', __( 'its answer could not be read', 'cleaner' ) );
		}
		$findings = array();
		foreach ( $answer['findings'] as $finding ) {
			if ( is_array( $finding ) ) {
				$kept = array();
				foreach ( self::KEYS as $key ) {
					$kept[ $key ] = isset( $finding[ $key ] ) && is_string( $finding[ $key ] ) ? $finding[ $key ] : '';
				}
				$kept['fixable'] = isset( $finding['replacement'] ) && is_string( $finding['replacement'] );
				$findings[]      = $kept;
			}
		}
		return $findings;
	}
}
