/**
 * Where providers tell that something of a run has ended.
 */
@NullMarked
package dev.agentservice.llm.remote.web;

import org.jspecify.annotations.NullMarked;
