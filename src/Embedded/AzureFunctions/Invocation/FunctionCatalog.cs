using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The app's functions that are to run, by name.</summary>
internal sealed class FunctionCatalog
{
    public FunctionCatalog(FunctionSource source, IConfiguration settings)
    {
        var functions = new List<FunctionDescriptor>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var disabled = new List<string>();
        foreach (var type in source.Types)
        {
            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            {
                if (FunctionDescriptor.From(type, method) is { } function)
                {
                    if (!names.Add(function.Name))
                    {
                        throw new InvalidOperationException($"Two functions are named '{function.Name}'.");
                    }

                    if (IsDisabled(function.Name, settings))
                    {
                        disabled.Add(function.Name);
                    }
                    else
                    {
                        functions.Add(function);
                    }
                }
            }
        }

        Functions = functions;
        Disabled = disabled;
    }

    public IReadOnlyList<FunctionDescriptor> Functions { get; }

    /// <summary>Names of functions a setting <c>AzureWebJobs.{Name}.Disabled</c> turned off.</summary>
    public IReadOnlyList<string> Disabled { get; }

    /// <summary>The functions of one trigger kind.</summary>
    public IEnumerable<(FunctionDescriptor Function, TTrigger Trigger)> Of<TTrigger>()
        where TTrigger : Attribute
    {
        foreach (var function in Functions)
        {
            if (function.Trigger is TTrigger trigger)
            {
                yield return (function, trigger);
            }
        }
    }

    private static bool IsDisabled(string name, IConfiguration settings)
    {
        var value = settings[$"AzureWebJobs.{name}.Disabled"] ?? settings[$"AzureWebJobs:{name}:Disabled"];
        return value is "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
    }
}
