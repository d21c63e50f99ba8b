using System.Reflection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Where functions are looked for: the public classes of an assembly, or just those given.</summary>
internal sealed class FunctionSource(Assembly assembly, params Type[] only)
{
    public Assembly Assembly { get; } = assembly;

    public IEnumerable<Type> Types =>
        only.Length > 0 ? only : Assembly.GetTypes().Where(static type => type is { IsClass: true, IsVisible: true, IsGenericTypeDefinition: false });
}
