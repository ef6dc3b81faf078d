/**
 * Tests of the HTTP face of money, over real HTTP and a real Redis.
 */
@NullMarked
package dev.agentservice.budget.web;

import org.jspecify.annotations.NullMarked;
