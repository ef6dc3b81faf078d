/**
 * Shows users what is stored of them.
 */
@NullMarked
package dev.agentservice.storage.web;

import org.jspecify.annotations.NullMarked;
