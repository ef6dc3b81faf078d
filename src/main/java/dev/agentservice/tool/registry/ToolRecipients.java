package dev.agentservice.tool.registry;

import java.util.List;

import dev.agentservice.support.personal.Recipient;
import dev.agentservice.support.personal.Recipients;

import org.springframework.stereotype.Component;

/**
 * Tools whose arguments leave for somebody else's service, as recipients of personal
 * data.
 */
@Component
class ToolRecipients implements Recipients {

	private final Tools tools;

	ToolRecipients(Tools tools) {
		this.tools = tools;
	}

	@Override
	public List<Recipient> recipients() {
		return this.tools.settings()
			.entrySet()
			.stream()
			.filter((tool) -> tool.getValue().thirdParty())
			.map((tool) -> new Recipient("tool-" + tool.getKey(), "arguments of the tool's calls"))
			.toList();
	}

}
