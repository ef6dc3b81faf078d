package dev.agentservice.tool;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Scope;
import dev.agentservice.identity.UserTag;
import dev.agentservice.support.Deadline;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.util.unit.DataSize;

/** Tools made of plain objects, and calls of them. */
class ToolFixture {

	static final Caller CALLER = new Caller("acme", "ada", new UserTag("0".repeat(32)), "test", Set.of(Scope.AGENT));

	final MeterRegistry meters = new SimpleMeterRegistry();

	private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

	private ToolsProperties properties = new ToolsProperties(Duration.ofSeconds(5), DataSize.ofKilobytes(16), Map.of());

	ToolFixture with(Object... tools) {
		for (Object tool : tools) {
			this.beans.registerSingleton("bean" + this.beans.getSingletonCount(), tool);
		}
		return this;
	}

	ToolFixture configured(ToolsProperties properties) {
		this.properties = properties;
		return this;
	}

	Tools tools() {
		Tools tools = new Tools(this.beans, this.properties, this.meters);
		tools.afterSingletonsInstantiated();
		return tools;
	}

	Toolset all() {
		return tools().select(List.of("*"));
	}

	static ToolContext context(Duration timeout) {
		return new ToolContext(CALLER, "run_1", Deadline.after(timeout));
	}

	static ToolExecutionRequest call(String name, String arguments) {
		return ToolExecutionRequest.builder().id("call_" + name).name(name).arguments(arguments).build();
	}

	static ToolResult execute(Toolset tools, String name, String arguments) {
		return tools.execute(List.of(call(name, arguments)), context(Duration.ofSeconds(10)), ToolListener.NONE)
			.getFirst();
	}

}
