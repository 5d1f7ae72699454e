<?php
/**
 * Leaves nothing behind.
 *
 * @package Cleaner
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

delete_option( 'cleaner' );
delete_transient( 'cleaner_trouble' );
