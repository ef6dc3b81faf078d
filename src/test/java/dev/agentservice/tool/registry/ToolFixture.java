package dev.agentservice.tool.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Scope;
import dev.agentservice.identity.UserTag;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.resilience.CircuitBreakerLimits;
import dev.agentservice.support.resilience.RetryBudget;
import dev.agentservice.tool.RequestedCall;
import dev.agentservice.tool.ToolContext;
import dev.agentservice.tool.ToolResult;
import dev.agentservice.tool.ToolsProperties;
import dev.agentservice.tool.ToolsProperties.PerTool;
import dev.agentservice.tool.cache.ResultCache;
import dev.agentservice.tool.call.ToolListener;
import dev.agentservice.tool.call.Toolset;
import dev.agentservice.tool.resilience.ResilienceProperties;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.util.unit.DataSize;

/** Tools made of plain objects, and calls of them. */
public class ToolFixture {

	public static final Caller CALLER = new Caller("acme", "ada", new UserTag("0".repeat(32)), "test",
			Set.of(Scope.AGENT));

	/** Retries are quick, and a few failures in a row open a circuit for a while. */
	public static final ResilienceProperties RESILIENCE = new ResilienceProperties(2, Duration.ofMillis(10),
			Duration.ofMillis(50), 8, Duration.ofMillis(20), new RetryBudget.Limits(10, 1000, Duration.ofSeconds(10)),
			new CircuitBreakerLimits(50, 10, Duration.ofSeconds(30), Duration.ofMillis(300), 1));

	public final MeterRegistry meters = new SimpleMeterRegistry();

	private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

	private ToolsProperties properties = properties(RESILIENCE, Map.of());

	public ToolFixture with(Object... tools) {
		for (Object tool : tools) {
			this.beans.registerSingleton("bean" + this.beans.getSingletonCount(), tool);
		}
		return this;
	}

	public ToolFixture configured(ToolsProperties properties) {
		this.properties = properties;
		return this;
	}

	/** Settings of single tools, and how all are protected. */
	public static ToolsProperties properties(ResilienceProperties resilience, Map<String, PerTool> byName) {
		return new ToolsProperties(Duration.ofSeconds(5), DataSize.ofKilobytes(16), resilience, byName);
	}

	/** Keeps results there. */
	public ToolFixture cachingIn(ResultCache cache) {
		this.beans.registerSingleton("cache", cache);
		return this;
	}

	public Tools tools() {
		Tools tools = new Tools(this.beans, this.properties, this.beans.getBeanProvider(ResultCache.class),
				this.meters);
		tools.afterSingletonsInstantiated();
		return tools;
	}

	public Toolset all() {
		return tools().select(List.of("*"));
	}

	public static ToolContext context(Duration timeout) {
		return new ToolContext(CALLER, "run_1", Deadline.after(timeout), "epoch");
	}

	public static RequestedCall call(String name, String arguments) {
		return new RequestedCall(0, 0,
				ToolExecutionRequest.builder().id("call_" + name).name(name).arguments(arguments).build(), null);
	}

	public static ToolResult execute(Toolset tools, String name, String arguments) {
		return tools.execute(List.of(call(name, arguments)), context(Duration.ofSeconds(10)), ToolListener.NONE)
			.getFirst();
	}

}
