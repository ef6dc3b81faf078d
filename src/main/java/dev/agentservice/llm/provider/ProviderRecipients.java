package dev.agentservice.llm.provider;

import java.util.List;

import dev.agentservice.llm.settings.LlmProperties;
import dev.agentservice.support.personal.Recipient;
import dev.agentservice.support.personal.Recipients;

import org.springframework.stereotype.Component;

/**
 * The providers of models as recipients of personal data: those that may be called.
 */
@Component
class ProviderRecipients implements Recipients {

	private final LlmProperties properties;

	ProviderRecipients(LlmProperties properties) {
		this.properties = properties;
	}

	@Override
	public List<Recipient> recipients() {
		return this.properties.providers()
			.entrySet()
			.stream()
			.filter((provider) -> provider.getValue().usable())
			.map((provider) -> new Recipient(provider.getKey(),
					"prompts: tasks, conversations, results of tools, passages of documents"))
			.toList();
	}

}
