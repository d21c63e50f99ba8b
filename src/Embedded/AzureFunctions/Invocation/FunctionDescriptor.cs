using System.Reflection;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A function as the host runs it.</summary>
internal sealed class FunctionDescriptor
{
    private FunctionDefinition? _definition;

    private FunctionDescriptor(string name, Type type, MethodInfo method, ParameterInfo[] parameters, int triggerIndex, TriggerBindingAttribute trigger)
    {
        Name = name;
        Type = type;
        Method = method;
        Parameters = parameters;
        TriggerIndex = triggerIndex;
        Trigger = trigger;
        Body = new FunctionBody(type, method);
    }

    public string Name { get; }

    /// <summary>The name the real host keeps in storage.</summary>
    public string Id => $"Host.Functions.{Name}";

    public Type Type { get; }

    public MethodInfo Method { get; }

    public ParameterInfo[] Parameters { get; }

    /// <summary>Which parameter the trigger binds.</summary>
    public int TriggerIndex { get; }

    public TriggerBindingAttribute Trigger { get; }

    public FunctionBody Body { get; }

    public FunctionDefinition Definition => _definition ??= new ReflectedFunctionDefinition(this);

    /// <summary>The function a method is, or null for any other method.</summary>
    /// <exception cref="InvalidOperationException">The method has no trigger parameter, or more than one.</exception>
    public static FunctionDescriptor? From(Type type, MethodInfo method)
    {
        if (method.GetCustomAttribute<FunctionAttribute>() is not { } function)
        {
            return null;
        }

        var parameters = method.GetParameters();
        TriggerBindingAttribute? trigger = null;
        var index = -1;
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].GetCustomAttribute<TriggerBindingAttribute>() is { } found)
            {
                if (trigger is not null)
                {
                    throw new InvalidOperationException($"Function '{function.Name}' has two triggers; it can have one.");
                }

                (trigger, index) = (found, i);
            }
        }

        return trigger is null
            ? throw new InvalidOperationException($"Function '{function.Name}' has no trigger parameter.")
            : new FunctionDescriptor(function.Name, type, method, parameters, index, trigger);
    }
}
