/**
 * The HTTP face of sessions.
 */
@NullMarked
package dev.agentservice.session.web;

import org.jspecify.annotations.NullMarked;
