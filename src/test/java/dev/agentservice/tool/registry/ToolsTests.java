package dev.agentservice.tool.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.agentservice.tool.CacheScope;
import dev.agentservice.tool.InDoubt;
import dev.agentservice.tool.ToolContext;
import dev.agentservice.tool.ToolDefinitionException;
import dev.agentservice.tool.ToolPolicy;
import dev.agentservice.tool.ToolSettings;
import dev.agentservice.tool.ToolsProperties;
import dev.agentservice.tool.ToolsProperties.PerTool;
import dev.agentservice.tool.call.Toolset;
import dev.agentservice.tool.resilience.ResilienceOverrides;
import dev.agentservice.tool.resilience.ResilienceProperties;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ToolsTests {

	@Test
	void selectsByNameAndByTrailingStarInTheOrderOfTheList() {
		Tools tools = new ToolFixture().with(new Orders(), new Greeting()).tools();
		assertThat(names(tools.select(List.of("greet", "order_*")))).containsExactly("greet", "order_cancel",
				"order_status");
		assertThat(names(tools.select(List.of("order_status", "*")))).containsExactly("order_status", "greet",
				"order_cancel");
		assertThat(names(tools.select(List.of()))).isEmpty();
	}

	@Test
	void namesThePatternThatMatchesNothing() {
		Tools tools = new ToolFixture().with(new Orders()).tools();
		assertThatExceptionOfType(NoSuchToolException.class)
			.isThrownBy(() -> tools.select(List.of("order_status", "ordr_*")))
			.satisfies((ex) -> assertThat(ex.pattern()).isEqualTo("ordr_*"));
		assertThatExceptionOfType(NoSuchToolException.class).isThrownBy(() -> tools.select(List.of("order_*status")));
	}

	@Test
	void stopsTheStartNamingBothPlacesOfADuplicateName() {
		assertThatExceptionOfType(ToolDefinitionException.class)
			.isThrownBy(() -> new ToolFixture().with(new Greeting(), new OtherGreeting()).tools())
			.withMessageContainingAll("'greet'", "Greeting.greet (bean bean0)", "OtherGreeting.hello (bean bean1)");
	}

	@Test
	void stopsTheStartForToolsThatCouldNeverBeCalled() {
		assertThatExceptionOfType(ToolDefinitionException.class)
			.isThrownBy(() -> new ToolFixture().with(new UnusableTools.BadName()).tools())
			.withMessageContaining("'bad name'");
		assertThatExceptionOfType(ToolDefinitionException.class)
			.isThrownBy(() -> new ToolFixture().with(new UnusableTools.WantsMemoryId()).tools())
			.withMessageContaining("ToolContext");
		assertThatExceptionOfType(ToolDefinitionException.class)
			.isThrownBy(() -> new ToolFixture().with(new UnusableTools.OptionalPrimitive()).tools())
			.withMessageContaining("count");
		assertThatExceptionOfType(ToolDefinitionException.class)
			.isThrownBy(() -> new ToolFixture().with(new UnusableTools.BadTimeout()).tools())
			.withMessageContaining("soon");
	}

	@Test
	void configurationWinsOverTheAnnotationValueByValue() {
		PerTool configured = new PerTool(Duration.ofSeconds(9), null, null, null, null, null, null, null, null);
		Tools tools = new ToolFixture().with(new Orders())
			.configured(new ToolsProperties(Duration.ofSeconds(3), DataSize.ofKilobytes(1), ToolFixture.RESILIENCE,
					Map.of("order_cancel", configured)))
			.tools();
		assertThat(tools.settings()).containsEntry("order_status", settings(Duration.ofSeconds(3), true, false))
			.containsEntry("order_cancel", settings(Duration.ofSeconds(9), false, true));
	}

	@Test
	void refusesSettingsOfAToolThatDoesNotExist() {
		ToolsProperties typo = new ToolsProperties(Duration.ofSeconds(3), DataSize.ofKilobytes(1),
				ToolFixture.RESILIENCE, Map.of("order_stats", PerTool.NONE));
		assertThatExceptionOfType(ToolDefinitionException.class)
			.isThrownBy(() -> new ToolFixture().with(new Orders()).configured(typo).tools())
			.withMessageContainingAll("order_stats", "order_status");
	}

	@Test
	void keepsTheContextOutOfTheSchemaAndClosesIt() {
		ToolSpecification status = new ToolFixture().with(new Orders()).all().specifications().getLast();
		assertThat(status.name()).isEqualTo("order_status");
		assertThat(status.parameters().properties()).containsOnlyKeys("order");
		assertThat(status.toJson()).contains("\"additionalProperties\":false").doesNotContain("context");
	}

	@Test
	void findsToolsBehindProxiesWithoutCreatingLazyBeans() {
		new ApplicationContextRunner().withUserConfiguration(Proxied.class, Tools.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(Proxied.created).isZero();
			Toolset tools = context.getBean(Tools.class).select(List.of("*"));
			assertThat(names(tools)).containsExactly("greet", "order_cancel", "order_status");
			assertThat(ToolFixture.execute(tools, "greet", "{}").text()).isEqualTo("proxied hello");
			assertThat(ToolFixture.execute(tools, "order_status", "{\"order\": 7}").text()).contains("7");
		});
	}

	@Test
	void bindsItsSettingsFromConfiguration() {
		new ApplicationContextRunner().withUserConfiguration(Proxied.class, Tools.class)
			.withPropertyValues("agent-service.tools.by-name.order_status.timeout=250ms",
					"agent-service.tools.by-name.order_status.parallel=false", "agent-service.tools.timeout=4s")
			.run((context) -> {
				Map<String, ToolSettings> settings = context.getBean(Tools.class).settings();
				assertThat(require(settings, "order_status").timeout()).isEqualTo(Duration.ofMillis(250));
				assertThat(require(settings, "order_status").parallel()).isFalse();
				assertThat(require(settings, "greet").timeout()).isEqualTo(Duration.ofSeconds(4));
				assertThat(require(settings, "greet").parallel()).isTrue();
			});
	}

	@Test
	void bindsWhatIsDoneWhenAToolFails() {
		new ApplicationContextRunner().withUserConfiguration(Proxied.class, Tools.class)
			.withPropertyValues("agent-service.tools.resilience.max-attempts=4",
					"agent-service.tools.resilience.breaker.open=7s",
					"agent-service.tools.by-name.order_status.resilience.max-concurrent=3",
					"agent-service.tools.by-name.order_status.resilience.breaker.probes=2")
			.run((context) -> {
				Map<String, ToolSettings> settings = context.getBean(Tools.class).settings();
				ResilienceProperties status = require(settings, "order_status").resilience();
				assertThat(status.maxAttempts()).isEqualTo(4);
				assertThat(status.maxConcurrent()).isEqualTo(3);
				assertThat(status.breaker().probes()).isEqualTo(2);
				assertThat(status.breaker().open()).isEqualTo(Duration.ofSeconds(7));
				assertThat(require(settings, "greet").resilience().maxConcurrent()).isEqualTo(64);
				assertThat(require(settings, "order_cancel").resilience().maxAttempts()).isEqualTo(1);
			});
	}

	@Test
	void refusesToRepeatAToolWithSideEffectsByItself() {
		ResilienceOverrides three = new ResilienceOverrides(3, null, null, null, null, null);
		assertRefused(new PerTool(null, null, null, null, null, null, null, three, null), "Orders.cancel",
				"side effects", "not 3");
		PerTool noEffects = new PerTool(null, null, false, null, null, null, null, three, null);
		Tools tools = new ToolFixture().with(new Orders())
			.configured(ToolFixture.properties(ToolFixture.RESILIENCE, Map.of("order_cancel", noEffects)))
			.tools();
		assertThat(require(tools.settings(), "order_cancel").resilience().maxAttempts()).isEqualTo(3);
	}

	@Test
	void refusesToKeepResultsOfAToolWithSideEffects() {
		PerTool kept = new PerTool(null, null, null, null, null, null, null, null,
				new ToolsProperties.Cache(Duration.ofMinutes(1), null));
		assertRefused(kept, "Orders.cancel", "side effects", "cached");
	}

	@Test
	void refusesToTellEverybodyWhatMayDependOnTheUser() {
		ToolsProperties.Cache shared = new ToolsProperties.Cache(Duration.ofMinutes(1), CacheScope.SHARED);
		assertThatExceptionOfType(ToolDefinitionException.class)
			.isThrownBy(() -> new ToolFixture().with(new Orders())
				.configured(ToolFixture.properties(ToolFixture.RESILIENCE,
						Map.of("order_status", new PerTool(null, null, null, null, null, null, null, null, shared))))
				.tools())
			.withMessageContainingAll("Orders.status", "ToolContext");
	}

	@Test
	void refusesPausesThatDoNotFitTogether() {
		ResilienceOverrides pauses = new ResilienceOverrides(null, Duration.ofSeconds(9), null, null, null, null);
		assertRefused(new PerTool(null, null, null, null, null, null, null, pauses, null), "max-backoff");
	}

	private static void assertRefused(PerTool cancel, String... reasons) {
		assertThatExceptionOfType(ToolDefinitionException.class)
			.isThrownBy(() -> new ToolFixture().with(new Orders())
				.configured(ToolFixture.properties(ToolFixture.RESILIENCE, Map.of("order_cancel", cancel)))
				.tools())
			.withMessageContainingAll(reasons);
	}

	private static ToolSettings settings(Duration timeout, boolean parallel, boolean sideEffects) {
		return new ToolSettings(timeout, parallel, sideEffects, false, InDoubt.TELL, false, false,
				ToolFixture.RESILIENCE.withMaxAttempts(sideEffects ? 1 : 2), null);
	}

	private static ToolSettings require(Map<String, ToolSettings> settings, String tool) {
		return Objects.requireNonNull(settings.get(tool));
	}

	private static List<String> names(Toolset tools) {
		return tools.specifications().stream().map(ToolSpecification::name).toList();
	}

	static class Orders {

		@Tool(name = "order_status", value = "Tells where an order is")
		String status(ToolContext context, @P(name = "order", value = "The order's number") long order) {
			return context.caller().user() + "'s order " + order + " is on its way";
		}

		@Tool(name = "order_cancel", value = "Cancels an order")
		@ToolPolicy(timeout = "2s", parallel = false, sideEffects = true)
		void cancel(@P(name = "order", value = "The order's number") long order) {
		}

	}

	static class Greeting {

		@Tool
		public String greet() {
			return "hello";
		}

	}

	static class OtherGreeting {

		@Tool(name = "greet")
		String hello() {
			return "hello";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(ToolsProperties.class)
	static class Proxied {

		static int created;

		@Bean
		MeterRegistry meters() {
			return new SimpleMeterRegistry();
		}

		@Bean
		Greeting greeting() {
			ProxyFactory proxy = new ProxyFactory(new Greeting());
			proxy.setProxyTargetClass(true);
			proxy.addAdvice((MethodInterceptor) (call) -> "proxied " + call.proceed());
			return (Greeting) proxy.getProxy();
		}

		@Bean
		@Lazy
		@Scope("prototype")
		Orders orders() {
			created++;
			return new Orders();
		}

	}

}
