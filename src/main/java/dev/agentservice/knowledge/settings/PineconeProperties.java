package dev.agentservice.knowledge.settings;

import java.net.URI;
import java.util.List;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the index at Pinecone is.
 *
 * @param host the address of the index, for example
 * {@code https://docs-abc123.svc.aped-4627-b74a.pinecone.io}
 * @param apiKey the key of its project
 * @param privateNetwork whether its host may have a private address, as private endpoints
 * have; then {@code http} is allowed as well. Link-local addresses never are
 * @param connections how many connections a replica has at most. Failure mode: what finds
 * none in time fails as if Pinecone did not answer
 */
public record PineconeProperties(@NotNull @DefaultValue("") String host, @NotNull @DefaultValue("") String apiKey,
		@DefaultValue("false") boolean privateNetwork, @Min(1) @Max(1000) @DefaultValue("32") int connections) {

	private static final String NAME = "agent-service.knowledge.pinecone.";

	void demandPlace(boolean vectors) {
		if (!vectors) {
			throw new IllegalArgumentException(
					"agent-service.knowledge.index: 'pinecone' holds vectors alone; set agent-service.knowledge.embedding");
		}
		List<String> schemes = this.privateNetwork ? List.of("https", "http") : List.of("https");
		if (this.host.isEmpty() || !isAddress(schemes)) {
			throw new IllegalArgumentException(NAME + "host must be the address of an index with 'index: pinecone', "
					+ "such as https://docs-abc123.svc.aped-4627-b74a.pinecone.io");
		}
		if (this.apiKey.isBlank()) {
			throw new IllegalArgumentException(NAME + "api-key must be set with 'index: pinecone'");
		}
	}

	private boolean isAddress(List<String> schemes) {
		URI uri = address();
		return uri.getScheme() != null && schemes.contains(uri.getScheme()) && uri.getHost() != null
				&& uri.getUserInfo() == null && (uri.getPath() == null || uri.getPath().matches("/?"));
	}

	/** The address, as it is. */
	public URI address() {
		return URI.create(this.host);
	}

	/** Without the key. */
	@Override
	public String toString() {
		return "PineconeProperties[host=" + this.host + "]";
	}

}
