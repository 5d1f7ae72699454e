<?php
/**
 * Lets one post pass the plugin's gate. The functions of WordPress that it calls are stood in for
 * below; HTTP is real. Standard input: options, the post as stored, what is to be stored, and what
 * the settings page sends. Standard output: what became of it.
 */

define( 'ABSPATH', __DIR__ );
define( 'HOUR_IN_SECONDS', 3600 );

$case       = json_decode( stream_get_contents( STDIN ), true );
$filters    = array();
$transients = array();

final class WP_Error {
	private $code;
	private $message;
	public $data;
	public function __construct( $code, $message, $data = array() ) {
		$this->code    = $code;
		$this->message = $message;
		$this->data    = $data;
	}
	public function get_error_code() {
		return $this->code;
	}
	public function get_error_message() {
		return $this->message;
	}
}
function is_wp_error( $thing ) {
	return $thing instanceof WP_Error;
}
function __( $text ) {
	return $text;
}
function esc_html( $text ) {
	return htmlspecialchars( $text );
}
function add_action( $hook, $callback ) {
	if ( 'rest_api_init' === $hook ) {
		$callback();
	}
}
function add_filter( $hook, $callback ) {
	$GLOBALS['filters'][ $hook ] = $callback;
}
function apply_filters( $hook, $value ) {
	return 'cleaner_timeout' === $hook ? 1 : $value;
}
function get_post_types() {
	return array( 'post', 'page' );
}
function register_rest_route() {
}
function get_option() {
	return $GLOBALS['case']['options'];
}
function get_post() {
	return isset( $GLOBALS['case']['stored'] ) ? (object) $GLOBALS['case']['stored'] : null;
}
function set_transient( $name, $value ) {
	$GLOBALS['transients'][ $name ] = $value;
}
function get_transient( $name ) {
	return $GLOBALS['transients'][ $name ] ?? false;
}
function delete_transient( $name ) {
	unset( $GLOBALS['transients'][ $name ] );
}
function current_user_can() {
	return true;
}
function esc_url_raw( $url, $protocols ) {
	return in_array( parse_url( $url, PHP_URL_SCHEME ), $protocols, true ) ? $url : '';
}
function wp_json_encode( $data ) {
	return json_encode( $data );
}
function wp_remote_post( $url, $arguments ) {
	$headers = array();
	foreach ( $arguments['headers'] as $name => $value ) {
		$headers[] = "$name: $value";
	}
	$context = stream_context_create(
		array(
			'http' => array(
				'method'          => 'POST',
				'header'          => $headers,
				'content'         => $arguments['body'],
				'timeout'         => $arguments['timeout'],
				'follow_location' => $arguments['redirection'],
				'ignore_errors'   => true,
			),
		)
	);
	$body = @file_get_contents( $url, false, $context, 0, $arguments['limit_response_size'] );
	if ( false === $body ) {
		return new WP_Error( 'http_request_failed', 'no answer' );
	}
	return array(
		'body' => $body,
		'code' => (int) explode( ' ', $http_response_header[0] )[1],
	);
}
function wp_remote_retrieve_response_code( $response ) {
	return $response['code'];
}
function wp_remote_retrieve_body( $response ) {
	return $response['body'];
}

require __DIR__ . '/../../../integrations/wordpress/cleaner/cleaner.php';

$prepared = (object) $case['prepared'];
$passed   = call_user_func( $filters['rest_pre_insert_post'], $prepared );
ob_start();
Cleaner_Gate::notice();
echo json_encode(
	array(
		'blocked' => is_wp_error( $passed ) ? $passed->get_error_message() : '',
		'same'    => $passed === $prepared,
		'notice'  => ob_get_clean(),
		'panel'   => Cleaner_Panel::check( $case['panel'] ?? array( 'title' => '', 'excerpt' => '', 'content' => '' ) ),
		'stored'  => Cleaner_Settings::sanitize( $case['sent'] ?? array() ),
	)
);
