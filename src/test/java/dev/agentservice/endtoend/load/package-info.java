/**
 * Many clients that stay: what a replica with little memory promises them, and what each
 * costs it.
 */
@NullMarked
package dev.agentservice.endtoend.load;

import org.jspecify.annotations.NullMarked;
