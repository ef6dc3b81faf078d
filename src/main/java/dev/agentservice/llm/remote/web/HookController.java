package dev.agentservice.llm.remote.web;

import java.io.IOException;

import dev.agentservice.llm.remote.hook.ProviderHooks;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Webhooks of providers. Their signature is their credential.
 */
@RestController
@Tag(name = "Operations")
class HookController {

	private final ProviderHooks hooks;

	HookController(ProviderHooks hooks) {
		this.hooks = hooks;
	}

	@PostMapping(path = "/hooks/{provider}", consumes = MediaType.APPLICATION_JSON_VALUE)
	@ResponseStatus(HttpStatus.NO_CONTENT)
	@SecurityRequirements
	@Operation(summary = "Take a provider's webhook",
			description = "For providers that run the loop of an agent, such as `openai`, by Standard Webhooks. It is a hint that a "
					+ "response or a session has ended: the run that waits for it looks at the provider's record sooner. "
					+ "The answer does not say whether there is such a run.")
	@RequestBody(required = true, content = @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(
			type = "object",
			description = "An event as the provider writes it, with the `id` of the response or session in `data`")))
	@Parameter(in = ParameterIn.HEADER, name = "webhook-id", required = true, schema = @Schema(type = "string"),
			description = "The message's id, the same in each attempt")
	@Parameter(in = ParameterIn.HEADER, name = "webhook-timestamp", required = true, schema = @Schema(type = "string"),
			description = "When this attempt was made, in seconds since 1970")
	@Parameter(in = ParameterIn.HEADER, name = "webhook-signature", required = true, schema = @Schema(type = "string"),
			description = "`v1,` and an HMAC-SHA256 in base64; several are separated by spaces")
	@ApiResponse(responseCode = "204", description = "It is signed")
	@ApiResponse(responseCode = "401", description = "The signature is missing, does not match, or is too old")
	@ApiResponse(responseCode = "408", description = "The body did not arrive in time")
	@ApiResponse(responseCode = "413", description = "The body is larger than is read")
	@ApiResponse(responseCode = "415", description = "The body is not JSON, or compressed")
	@ApiResponse(responseCode = "429",
			description = "More come than are read; `Retry-After` says when to send it again")
	@ApiResponse(responseCode = "404", description = "No webhooks of this provider are taken")
	void takeHook(@PathVariable @Parameter(example = "openai") String provider,
			@Parameter(hidden = true) HttpServletRequest request,
			@Parameter(hidden = true) HttpServletResponse response) throws IOException {
		try {
			this.hooks.take(provider, new ServletServerHttpRequest(request));
		}
		catch (ProblemException ex) {
			if (ex.code() == ProblemCode.UNAUTHENTICATED) {
				response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Webhook-Signature");
			}
			throw ex;
		}
	}

}
