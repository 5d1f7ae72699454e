<?php
/**
 * The settings and their page.
 *
 * @package Cleaner
 */

defined( 'ABSPATH' ) || exit;

/**
 * Address, token and mode, in one option; only who may manage options sees and changes them.
 */
final class Cleaner_Settings {

	const OPTION = 'cleaner';
	const PAGE   = 'cleaner';
	const MODES  = array( 'warn', 'block' );

	/**
	 * Hooks the page into WordPress.
	 */
	public static function register() {
		add_action( 'admin_init', array( self::class, 'declare_option' ) );
		add_action( 'admin_menu', array( self::class, 'add_page' ) );
	}

	/**
	 * The settings, complete.
	 *
	 * @return array With the keys base, token and mode.
	 */
	public static function all() {
		$stored = get_option( self::OPTION, array() );
		$stored = is_array( $stored ) ? $stored : array();
		$all    = array_merge(
			array(
				'base'  => '',
				'token' => '',
				'mode'  => 'warn',
			),
			$stored
		);
		if ( defined( 'CLEANER_TOKEN' ) ) {
			$all['token'] = (string) CLEANER_TOKEN;
		}
		return $all;
	}

	/**
	 * The service as it is set.
	 *
	 * @return Cleaner_Service
	 */
	public static function service() {
		$all = self::all();
		return new Cleaner_Service( $all['base'], $all['token'] );
	}

	/**
	 * Declares the option, so that WordPress checks nonce and capability when it is saved.
	 */
	public static function declare_option() {
		register_setting(
			self::PAGE,
			self::OPTION,
			array(
				'type'              => 'array',
				'sanitize_callback' => array( self::class, 'sanitize' ),
				'show_in_rest'      => false,
			)
		);
	}

	/**
	 * What may be stored of what was sent.
	 *
	 * @param mixed $sent The form's values.
	 * @return array
	 */
	public static function sanitize( $sent ) {
		$sent   = is_array( $sent ) ? $sent : array();
		$stored = get_option( self::OPTION, array() );
		$token  = isset( $sent['token'] ) ? preg_replace( '/[^\x21-\x7e]/', '', $sent['token'] ) : '';
		$mode   = isset( $sent['mode'] ) ? $sent['mode'] : '';
		if ( '' === $token && empty( $sent['forget_token'] ) && is_array( $stored ) && isset( $stored['token'] ) ) {
			$token = $stored['token']; // The page never shows it, so that an empty field means: as it is.
		}
		return array(
			'base'  => isset( $sent['base'] ) ? esc_url_raw( trim( $sent['base'] ), array( 'http', 'https' ) ) : '',
			'token' => $token,
			'mode'  => in_array( $mode, self::MODES, true ) ? $mode : 'warn',
		);
	}

	/**
	 * Adds the page under Settings.
	 */
	public static function add_page() {
		add_options_page( 'Cleaner', 'Cleaner', 'manage_options', self::PAGE, array( self::class, 'show' ) );
	}

	/**
	 * The page.
	 */
	public static function show() {
		if ( ! current_user_can( 'manage_options' ) ) {
			return;
		}
		$all   = self::all();
		$modes = array(
			'warn'  => __( 'Show what is found; never block', 'cleaner' ),
			'block' => __( 'Block publishing while there is French with a safe fix', 'cleaner' ),
		);
		?>
		<div class="wrap">
			<h1>Cleaner</h1>
			<form action="options.php" method="post">
				<?php settings_fields( self::PAGE ); ?>
				<table class="form-table" role="presentation">
					<tr>
						<th scope="row"><label for="cleaner-base"><?php esc_html_e( 'Address of the service', 'cleaner' ); ?></label></th>
						<td><input class="regular-text" id="cleaner-base" name="cleaner[base]" type="url"
							placeholder="http://127.0.0.1:8000" value="<?php echo esc_attr( $all['base'] ); ?>"></td>
					</tr>
					<tr>
						<th scope="row"><label for="cleaner-token"><?php esc_html_e( 'Token', 'cleaner' ); ?></label></th>
						<td>
							<?php if ( defined( 'CLEANER_TOKEN' ) ) : ?>
								<?php esc_html_e( 'Set in wp-config.php', 'cleaner' ); ?>
							<?php else : ?>
								<input class="regular-text" id="cleaner-token" name="cleaner[token]" type="password" autocomplete="off"
									placeholder="<?php echo esc_attr( '' === $all['token'] ? '' : __( 'set; leave empty to keep it', 'cleaner' ) ); ?>">
								<label><input name="cleaner[forget_token]" type="checkbox" value="1"> <?php esc_html_e( 'Forget it', 'cleaner' ); ?></label>
							<?php endif; ?>
						</td>
					</tr>
					<tr>
						<th scope="row"><?php esc_html_e( 'Before publishing', 'cleaner' ); ?></th>
						<td>
							<?php foreach ( $modes as $mode => $label ) : ?>
								<p><label><input name="cleaner[mode]" type="radio" value="<?php echo esc_attr( $mode ); ?>"
									<?php checked( $all['mode'], $mode ); ?>> <?php echo esc_html( $label ); ?></label></p>
							<?php endforeach; ?>
						</td>
					</tr>
				</table>
				<?php submit_button(); ?>
			</form>
		</div>
		<?php
	}
}
