/**
 * Collections, their documents and searches over HTTP.
 */
@NullMarked
package dev.agentservice.knowledge.web;

import org.jspecify.annotations.NullMarked;
