<?php
/**
 * Plugin Name:       Cleaner
 * Description:       Finds French that machine translation left in English articles, before they are published.
 * Version:           0.1.0
 * Requires at least: 6.0
 * Requires PHP:      7.4
 * License:           Apache-2.0
 * License URI:       https://www.apache.org/licenses/LICENSE-2.0
 * Text Domain:       cleaner
 *
 * @package Cleaner
 */

defined( 'ABSPATH' ) || exit;

require_once __DIR__ . '/includes/class-cleaner-service.php';
require_once __DIR__ . '/includes/class-cleaner-settings.php';
require_once __DIR__ . '/includes/class-cleaner-gate.php';
require_once __DIR__ . '/includes/class-cleaner-panel.php';

Cleaner_Settings::register();
Cleaner_Gate::register();
Cleaner_Panel::register();
