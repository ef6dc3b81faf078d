/**
 * Bodies of requests, read strictly: every flaw is reported with its place, all at once.
 * And what is said of stored documents that cannot be read.
 */
@NullMarked
package dev.agentservice.support.json;

import org.jspecify.annotations.NullMarked;
