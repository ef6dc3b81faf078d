package dev.agentservice.tool.method;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.Supplier;

import dev.agentservice.tool.InDoubt;
import dev.agentservice.tool.ToolArguments;
import dev.agentservice.tool.ToolContext;
import dev.agentservice.tool.ToolEffect;
import dev.agentservice.tool.ToolSettings;
import dev.agentservice.tool.resilience.ToolResilience;
import dev.agentservice.tool.source.AgentTool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agent.tool.ToolSpecifications;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.aop.support.AopUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A tool that is a method of a Spring bean. The bean is asked for at each call, so that
 * looking for tools creates no beans and every scope and proxy works.
 */
final class JavaTool implements AgentTool {

	private final Method method;

	private final Supplier<Object> bean;

	private final String beanName;

	private final String place;

	private final ToolSettings settings;

	private final ToolResilience resilience;

	private final ToolSpecification specification;

	private final ToolArguments arguments;

	private final ToolParameters parameters;

	private final @Nullable CheckMethod check;

	JavaTool(Class<?> type, Method method, String beanName, Supplier<Object> bean, ToolSettings settings,
			ToolResilience resilience) {
		this.method = method;
		this.bean = bean;
		this.beanName = beanName;
		this.place = method.getDeclaringClass().getName() + "." + method.getName() + " (bean " + beanName + ")";
		this.settings = settings;
		this.resilience = resilience;
		this.specification = strict(ToolSpecifications.toolSpecificationFrom(method));
		this.arguments = new ToolArguments(this.specification);
		this.parameters = new ToolParameters(method, this.place, this.arguments);
		this.check = (settings.sideEffects() && settings.inDoubt() == InDoubt.CHECK)
				? CheckMethod.find(type, name(), this.specification.parameters().properties().keySet()) : null;
	}

	/** Arguments the tool does not know are refused: a misspelt one must not be lost. */
	private static ToolSpecification strict(ToolSpecification specification) {
		JsonObjectSchema parameters = specification.parameters();
		JsonObjectSchema.Builder schema = (parameters != null) ? parameters.toBuilder() : JsonObjectSchema.builder();
		return specification.toBuilder().parameters(schema.additionalProperties(false).build()).build();
	}

	String bean() {
		return this.beanName;
	}

	@Override
	public String place() {
		return this.place;
	}

	@Override
	public ToolSettings settings() {
		return this.settings;
	}

	@Override
	public ToolResilience resilience() {
		return this.resilience;
	}

	@Override
	public ToolSpecification specification() {
		return this.specification;
	}

	@Override
	public ObjectNode read(String json) {
		return this.arguments.read(json);
	}

	@Override
	public Call prepare(ObjectNode values, ToolContext context) {
		@Nullable Object[] bound = this.parameters.bind(values, context);
		return () -> call(bound);
	}

	@Override
	public ToolEffect check(ObjectNode values, ToolContext context) throws Exception {
		return (this.check != null) ? this.check.ask(this.bean.get(), values, context) : new ToolEffect.Unknown();
	}

	/** Its result as the model sees it: a text as it is, anything else as JSON. */
	private String call(@Nullable Object[] bound) throws Throwable {
		Object target = this.bean.get();
		Method invocable = invocable(target);
		try {
			return text(invocable.invoke(target, bound));
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	/** Finds the method on the bean as it is, a proxy perhaps. */
	Method invocable(Object target) {
		Method invocable = AopUtils.selectInvocableMethod(this.method, target.getClass());
		ReflectionUtils.makeAccessible(invocable);
		return invocable;
	}

	private String text(@Nullable Object result) {
		if (this.method.getReturnType() == void.class) {
			return "done";
		}
		String text = (result instanceof CharSequence sequence) ? sequence.toString()
				: ToolArguments.JSON.writeValueAsString(result);
		return text.isEmpty() ? "(empty result)" : text;
	}

}
