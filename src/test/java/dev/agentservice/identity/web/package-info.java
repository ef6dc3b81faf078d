/**
 * Credentials in requests.
 */
@NullMarked
package dev.agentservice.identity.web;

import org.jspecify.annotations.NullMarked;
