/**
 * The HTTP face of flags: what they are, and overriding them.
 */
@NullMarked
package dev.agentservice.flag.web;

import org.jspecify.annotations.NullMarked;
