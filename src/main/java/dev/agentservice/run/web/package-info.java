/**
 * The HTTP API of runs.
 */
@NullMarked
package dev.agentservice.run.web;

import org.jspecify.annotations.NullMarked;
