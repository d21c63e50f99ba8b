using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Constructs a function's class and calls its method. Prepares itself at the first call, so that a start costs nothing.</summary>
internal sealed class FunctionBody(Type type, MethodInfo method)
{
    private static readonly MethodInfo UnwrapTask = typeof(FunctionBody).GetMethod(nameof(ResultOfTask), BindingFlags.Static | BindingFlags.NonPublic)!;
    private static readonly MethodInfo UnwrapValueTask =
        typeof(FunctionBody).GetMethod(nameof(ResultOfValueTask), BindingFlags.Static | BindingFlags.NonPublic)!;

    private readonly Lazy<Plan> _plan = new(() => Plan.For(type, method));

    /// <summary>Runs the method on a new instance from <paramref name="services"/>; answers what it returned, null for none.</summary>
    public async ValueTask<object?> RunAsync(IServiceProvider services, object?[] arguments)
    {
        var plan = _plan.Value;
        var instance = plan.Create(services);
        try
        {
            return await plan.Complete(plan.Method.Invoke(instance, arguments.AsSpan()));
        }
        finally
        {
            switch (instance)
            {
                case IAsyncDisposable disposable:
                    await disposable.DisposeAsync();
                    break;
                case IDisposable disposable:
                    disposable.Dispose();
                    break;
            }
        }
    }

    private static ValueTask<object?> ResultOfNothing(object? returned) => ValueTask.FromResult(returned);

    private static async ValueTask<object?> ResultOfPlainTask(object? returned)
    {
        await (Task)returned!;
        return null;
    }

    private static async ValueTask<object?> ResultOfPlainValueTask(object? returned)
    {
        await (ValueTask)returned!;
        return null;
    }

    private static async ValueTask<object?> ResultOfTask<T>(object? returned) => await (Task<T>)returned!;

    private static async ValueTask<object?> ResultOfValueTask<T>(object? returned) => await (ValueTask<T>)returned!;

    private sealed record Plan(MethodInvoker Method, ConstructorInvoker? Constructor, Type[] Needs, Func<object?, ValueTask<object?>> Complete)
    {
        public static Plan For(Type type, MethodInfo method)
        {
            var constructor = method.IsStatic
                ? null
                : type.GetConstructors().MaxBy(static constructor => constructor.GetParameters().Length)
                    ?? throw new InvalidOperationException($"{type.FullName} has no public constructor.");
            return new Plan(
                MethodInvoker.Create(method),
                constructor is null ? null : ConstructorInvoker.Create(constructor),
                constructor?.GetParameters().Select(static parameter => parameter.ParameterType).ToArray() ?? [],
                CompletionFor(method.ReturnType));
        }

        public object? Create(IServiceProvider services)
        {
            if (Constructor is null)
            {
                return null;
            }

            var arguments = new object?[Needs.Length];
            for (var i = 0; i < arguments.Length; i++)
            {
                arguments[i] = services.GetRequiredService(Needs[i]);
            }

            return Constructor.Invoke(arguments.AsSpan());
        }

        private static Func<object?, ValueTask<object?>> CompletionFor(Type returned)
        {
            if (returned == typeof(Task))
            {
                return ResultOfPlainTask;
            }

            if (returned == typeof(ValueTask))
            {
                return ResultOfPlainValueTask;
            }

            if (!returned.IsGenericType)
            {
                return ResultOfNothing;
            }

            var open = returned.GetGenericTypeDefinition();
            var unwrap = open == typeof(Task<>) ? UnwrapTask : open == typeof(ValueTask<>) ? UnwrapValueTask : null;
            return unwrap?.MakeGenericMethod(returned.GetGenericArguments()).CreateDelegate<Func<object?, ValueTask<object?>>>() ?? ResultOfNothing;
        }
    }
}
