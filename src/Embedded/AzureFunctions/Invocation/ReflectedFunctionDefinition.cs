using System.Collections.Immutable;
using System.Globalization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>A function as middleware sees it.</summary>
internal sealed class ReflectedFunctionDefinition : FunctionDefinition
{
    public ReflectedFunctionDefinition(FunctionDescriptor function)
    {
        Name = function.Name;
        Id = function.Id;
        EntryPoint = $"{function.Type.FullName}.{function.Method.Name}";
        PathToAssembly = function.Type.Assembly.Location;
        Parameters = [.. function.Parameters.Select(static parameter => new FunctionParameter(parameter.Name!, parameter.ParameterType))];
        var trigger = new TriggerMetadata(function.Parameters[function.TriggerIndex].Name!, TypeNameOf(function.Trigger));
        InputBindings = ImmutableDictionary<string, BindingMetadata>.Empty.Add(trigger.Name, trigger);
    }

    public override string Name { get; }

    public override string Id { get; }

    public override string EntryPoint { get; }

    public override string PathToAssembly { get; }

    public override ImmutableArray<FunctionParameter> Parameters { get; }

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings => ImmutableDictionary<string, BindingMetadata>.Empty;

    /// <summary><c>HttpTriggerAttribute</c> is <c>httpTrigger</c> in a function's metadata.</summary>
    private static string TypeNameOf(Attribute trigger)
    {
        var name = trigger.GetType().Name.Replace(nameof(Attribute), "", StringComparison.Ordinal);
        return char.ToLower(name[0], CultureInfo.InvariantCulture) + name[1..];
    }

    private sealed class TriggerMetadata(string name, string type) : BindingMetadata
    {
        public override string Name => name;

        public override string Type => type;

        public override BindingDirection Direction => BindingDirection.In;
    }
}
