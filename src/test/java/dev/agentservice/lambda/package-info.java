/**
 * The service as a Lambda function, before a double of the Runtime API.
 */
@NullMarked
package dev.agentservice.lambda;

import org.jspecify.annotations.NullMarked;
