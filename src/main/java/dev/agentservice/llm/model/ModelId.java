package dev.agentservice.llm.model;

/**
 * A model at a provider, written {@code provider/model}, for example
 * {@code anthropic/claude-haiku-4-5}. The model's own name may contain further slashes.
 *
 * @param provider the configured name of the provider
 * @param name the model's name as the provider knows it
 */
public record ModelId(String provider, String name) {

	/**
	 * Parses {@code provider/model}.
	 * @param text the id
	 * @return the parsed id
	 * @throws IllegalArgumentException if the provider or the name is missing
	 */
	public static ModelId parse(String text) {
		int slash = text.indexOf('/');
		if (slash < 1 || slash == text.length() - 1) {
			throw new IllegalArgumentException("'" + text + "' is not a model id: write provider/model");
		}
		return new ModelId(text.substring(0, slash), text.substring(slash + 1));
	}

	@Override
	public String toString() {
		return this.provider + "/" + this.name;
	}

}
