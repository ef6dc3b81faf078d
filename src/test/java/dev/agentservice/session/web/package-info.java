/**
 * Tests of the HTTP face of conversations.
 */
@NullMarked
package dev.agentservice.session.web;

import org.jspecify.annotations.NullMarked;
