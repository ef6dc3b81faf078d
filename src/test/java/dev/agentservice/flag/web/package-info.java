/**
 * Flags over HTTP.
 */
@NullMarked
package dev.agentservice.flag.web;

import org.jspecify.annotations.NullMarked;
