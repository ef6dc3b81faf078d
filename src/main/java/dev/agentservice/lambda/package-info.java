/**
 * The service as an AWS Lambda function: takes invocations from the Runtime API, forwards
 * each to the service's own port and sends the answer back, streamed or buffered. So all
 * that stands in front of a request elsewhere stands there here, too. Active only where
 * {@code AWS_LAMBDA_RUNTIME_API} is set.
 *
 * @see <a href= "https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html">AWS
 * Lambda: custom runtimes</a>
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.agentservice.lambda;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
