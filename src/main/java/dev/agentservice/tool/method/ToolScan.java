package dev.agentservice.tool.method;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import dev.agentservice.tool.ToolDefinitionException;
import dev.agentservice.tool.ToolSettings;
import dev.agentservice.tool.resilience.ResilienceRegistry;
import dev.agentservice.tool.source.AgentTool;
import dev.agentservice.tool.source.ToolSource;
import dev.langchain4j.agent.tool.Tool;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * Looks for tools in the types of all beans.
 */
public class ToolScan implements ToolSource {

	/** What both providers accept as a name. */
	private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

	private final ConfigurableListableBeanFactory beans;

	private final PolicyReader policies;

	private final ResilienceRegistry resilience;

	private final List<JavaTool> tools;

	public ToolScan(ConfigurableListableBeanFactory beans, PolicyReader policies, ResilienceRegistry resilience) {
		this.beans = beans;
		this.policies = policies;
		this.resilience = resilience;
		this.tools = find();
	}

	@Override
	public List<? extends AgentTool> tools() {
		return this.tools;
	}

	private List<JavaTool> find() {
		List<JavaTool> tools = new ArrayList<>();
		for (String bean : this.beans.getBeanNamesForType(Object.class, true, false)) {
			Class<?> type = type(bean);
			if (type != null) {
				methods(type).forEach((method) -> tools.add(tool(type, bean, method)));
			}
		}
		return List.copyOf(tools);
	}

	private @Nullable Class<?> type(String bean) {
		if (ScopedProxyUtils.isScopedTarget(bean)) {
			return null;
		}
		Class<?> type = AutoProxyUtils.determineTargetClass(this.beans, bean);
		return (type != null) ? ClassUtils.getUserClass(type) : null;
	}

	private static Set<Method> methods(Class<?> type) {
		if (type.getName().startsWith("java.") || type.getName().startsWith("org.springframework.")) {
			return Set.of();
		}
		return MethodIntrospector.selectMethods(type,
				(Method method) -> AnnotatedElementUtils.isAnnotated(method, Tool.class));
	}

	private JavaTool tool(Class<?> type, String bean, Method method) {
		String place = method.getDeclaringClass().getName() + "." + method.getName();
		Tool annotation = method.getAnnotation(Tool.class);
		if (annotation == null) {
			throw new ToolDefinitionException(place + ": @Tool must stand on the method itself.");
		}
		String name = annotation.name().isBlank() ? method.getName() : annotation.name();
		if (!NAME.matcher(name).matches()) {
			throw new ToolDefinitionException(place + ": '" + name
					+ "' is no name for a tool. Use up to 64 letters, digits, '_' and '-' of ASCII.");
		}
		ToolSettings settings = this.policies.read(name, method, place);
		return new JavaTool(type, method, bean, () -> this.beans.getBean(bean), settings,
				this.resilience.of(name, settings.resilience()));
	}

	@Override
	public void checkCallable() {
		for (JavaTool tool : this.tools) {
			if (this.beans.isSingleton(tool.bean())) {
				try {
					tool.invocable(this.beans.getBean(tool.bean()));
				}
				catch (IllegalStateException ex) {
					throw new ToolDefinitionException(tool.place() + ": " + ex.getMessage());
				}
			}
		}
	}

}
