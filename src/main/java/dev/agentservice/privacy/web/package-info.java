/**
 * The HTTP face of erasures.
 */
@NullMarked
package dev.agentservice.privacy.web;

import org.jspecify.annotations.NullMarked;
