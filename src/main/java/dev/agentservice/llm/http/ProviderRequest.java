package dev.agentservice.llm.http;

import java.net.URI;
import java.util.Map;

/**
 * A request to a provider, of any method.
 */
sealed interface ProviderRequest permits PostRequest, BodilessRequest {

	/** Its method, in upper case. */
	String method();

	/** Its URL. */
	URI url();

	/** By name, the credential among them. */
	Map<String, String> headers();

}
