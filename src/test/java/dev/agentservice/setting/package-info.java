/**
 * Configuration that would silently do nothing.
 */
@NullMarked
package dev.agentservice.setting;

import org.jspecify.annotations.NullMarked;
