using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The values of a function's parameters: by type where the host knows it, else by name from the trigger's metadata.</summary>
internal static class ArgumentBinder
{
    public static async ValueTask<object?[]> BindAsync(InvocationContext context)
    {
        var parameters = context.Function.Parameters;
        var arguments = new object?[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            var type = parameters[i].ParameterType;
            arguments[i] = i == context.Function.TriggerIndex
                ? await context.Input.BindAsync(type, context.CancellationToken)
                : type == typeof(CancellationToken)
                    ? context.CancellationToken
                    : type == typeof(FunctionContext)
                        ? context
                        : type == typeof(HttpRequest)
                            ? context.Http?.Request
                            : ByName(context, parameters[i]);
        }

        return arguments;
    }

    private static object? ByName(InvocationContext context, ParameterInfo parameter)
    {
        if (context.Input.BindingData.TryGetValue(parameter.Name!, out var value) && value is not null)
        {
            return BindingDataConverter.Convert(value, parameter.ParameterType);
        }

        return parameter.HasDefaultValue
            ? parameter.DefaultValue
            : parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null
                ? throw new InvalidOperationException(
                    $"Parameter '{parameter.Name}' of function '{context.Function.Name}' cannot be bound: the trigger has no '{parameter.Name}'.")
                : null;
    }
}
