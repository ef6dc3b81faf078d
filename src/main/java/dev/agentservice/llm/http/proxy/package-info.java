/**
 * The proxies on the way to providers, and the hosts that are reached without one.
 */
@NullMarked
package dev.agentservice.llm.http.proxy;

import org.jspecify.annotations.NullMarked;
