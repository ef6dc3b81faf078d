package dev.agentservice.agent.definition;

import java.time.Duration;
import java.util.Map;

import dev.agentservice.guard.GuardMode;
import dev.agentservice.guard.GuardPolicy;
import dev.agentservice.tool.registry.Tools;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;

/** The tools of the service, as an application context finds them. */
public final class BuiltInTools {

	/** How long runs should take where no file says otherwise. */
	public static final LatencyTargets TARGETS = new LatencyTargets(Duration.ofSeconds(2), Duration.ofSeconds(1),
			Duration.ofSeconds(3), Duration.ofSeconds(10));

	public static final GuardPolicy GUARD = new GuardPolicy(GuardMode.BLOCK, GuardMode.FLAG, GuardMode.FLAG,
			GuardMode.BLOCK, GuardPolicy.SideEffects.REFUSE, Map.of());

	private BuiltInTools() {
	}

	public static Tools tools() {
		return with();
	}

	/** Those of the service and more. */
	public static Tools with(Class<?>... beans) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.registerBean(SimpleMeterRegistry.class);
			context.register(Scan.class);
			if (beans.length > 0) {
				context.register(beans);
			}
			context.refresh();
			return context.getBean(Tools.class);
		}
	}

	/** No component itself, so that nobody finds it by scanning. */
	@ComponentScan("dev.agentservice.tool.builtin")
	@ComponentScan(basePackageClasses = Tools.class, useDefaultFilters = false,
			includeFilters = @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Tools.class))
	@ConfigurationPropertiesScan("dev.agentservice.tool")
	static class Scan {

	}

}
