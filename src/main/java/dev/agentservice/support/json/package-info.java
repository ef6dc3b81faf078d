/**
 * Bodies of requests, read strictly: every flaw is reported with its place, all at once.
 */
@NullMarked
package dev.agentservice.support.json;

import org.jspecify.annotations.NullMarked;
