/**
 * The edge of every HTTP answer: whatever fails, wherever it fails, the client gets a
 * problem document.
 */
@NullMarked
package dev.agentservice.support.web;

import org.jspecify.annotations.NullMarked;
