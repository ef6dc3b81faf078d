/**
 * Authentication of HTTP requests: which path needs which scope, the answers to
 * credentials that are refused, and the caller as a parameter of controllers.
 */
@NullMarked
package dev.agentservice.identity.web;

import org.jspecify.annotations.NullMarked;
