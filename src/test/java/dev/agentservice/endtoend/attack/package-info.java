/**
 * What reviewers who meant harm found, as tests over HTTP.
 */
@NullMarked
package dev.agentservice.endtoend.attack;

import org.jspecify.annotations.NullMarked;
