using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Magpie.Functions.Clarifai;
using Magpie.Functions.Clarifai.V2;
using Magpie.Functions.Http;
using Magpie.Functions.Imagga;
using Magpie.Functions.OpenApi;
using Magpie.Functions.Page;
using Microsoft.Azure.Functions.Worker;

namespace Magpie.Functions.Tests.OpenApi;

public sealed partial class DocumentTests
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    private readonly JsonElement _document = JsonDocument.Parse(new OpenApiDocument().File.Content).RootElement;

    private IEnumerable<(string Method, string Path, JsonElement Operation)> Operations =>
        from path in _document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (operation.Name, path.Name, operation.Value);

    [Fact]
    public void Every_route_of_every_function_is_in_the_document_and_nothing_else_is()
    {
        var served = Routes().Select(route => $"{route.Method} {route.Path}");
        Operations.Select(operation => $"{operation.Method} {operation.Path}").ShouldBe(served, ignoreOrder: true);
    }

    [Fact]
    public void Every_function_has_routes_of_its_own_but_the_one_that_repeats_others_for_an_app_and_the_one_that_knows_none() =>
        Functions().Select(function => function.Name).Except(Routes().Select(route => route.Function))
            .ShouldBe([V2Functions.Apps, V2Functions.Workflows], ignoreOrder: true);

    [Fact]
    public void Each_operation_says_who_may_call_it_as_the_functions_do()
    {
        foreach (var (name, method, path) in Routes().Where(route => route.Method != "head" || route.Path != "/"))
        {
            var operation = _document.GetProperty("paths").GetProperty(path).GetProperty(method);
            string[] ways = operation.TryGetProperty("security", out var security)
                ? [.. security.EnumerateArray().SelectMany(way => way.EnumerateObject()).Select(way => way.Name)]
                : ["basic"];
            ways.ShouldBe(Expected(name, method, path), $"{method} {path}");
        }
    }

    [Fact]
    public void Each_operation_has_a_name_of_its_own_a_summary_a_known_tag_and_answers()
    {
        var tags = _document.GetProperty("tags").EnumerateArray().Select(tag => tag.GetProperty("name").GetString()).ToArray();
        _document.GetProperty("openapi").GetString().ShouldBe("3.1.0");
        Operations.Select(operation => operation.Operation.GetProperty("operationId").GetString()).ShouldBeUnique();
        foreach (var (method, path, operation) in Operations)
        {
            Methods.ShouldContain(method);
            operation.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty();
            operation.GetProperty("tags").EnumerateArray().ShouldHaveSingleItem().GetString().ShouldBeOneOf(tags);
            foreach (var response in operation.GetProperty("responses").EnumerateObject())
            {
                response.Name.ShouldMatch("^([1-5][0-9][0-9]|[1-5]XX|default)$");
                Resolve(response.Value).GetProperty("description").GetString().ShouldNotBeNullOrEmpty($"{method} {path} {response.Name}");
            }
        }
    }

    [Fact]
    public void Each_operation_describes_every_variable_of_its_path_and_no_parameter_twice()
    {
        foreach (var (method, path, operation) in Operations)
        {
            var parameters = operation.TryGetProperty("parameters", out var listed) ? listed.EnumerateArray().Select(Resolve).ToArray() : [];
            parameters.Where(parameter => parameter.GetProperty("in").GetString() == "path")
                .Select(parameter => parameter.GetProperty("name").GetString())
                .ShouldBe(Variable().Matches(path).Select(match => match.Groups["name"].Value), $"{method} {path}");
            parameters.Select(parameter => (parameter.GetProperty("in").GetString(), parameter.GetProperty("name").GetString())).ShouldBeUnique();
            foreach (var parameter in parameters)
            {
                parameter.TryGetProperty("schema", out _).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public void Each_post_of_the_api_takes_an_idempotency_key_but_the_one_that_changes_nothing()
    {
        foreach (var (_, path, operation) in Operations.Where(operation => operation.Method == "post" && operation.Path.StartsWith("/api/", StringComparison.Ordinal)
            && !operation.Path.StartsWith("/api/v1/", StringComparison.Ordinal)))
        {
            var takesOne = operation.GetProperty("parameters").EnumerateArray().Any(parameter => Resolve(parameter).GetProperty("name").GetString() == "Idempotency-Key");
            takesOne.ShouldBe(!path.EndsWith("/renew", StringComparison.Ordinal), path);
        }
    }

    [Fact]
    public void Every_reference_leads_somewhere_and_every_component_is_used()
    {
        var used = References(_document).ToHashSet(StringComparer.Ordinal);
        used.ShouldAllBe(reference => reference.StartsWith("#/components/", StringComparison.Ordinal));
        var there = _document.GetProperty("components").EnumerateObject().Where(kind => kind.Name != "securitySchemes")
            .SelectMany(kind => kind.Value.EnumerateObject().Select(component => $"#/components/{kind.Name}/{component.Name}"));
        used.ShouldBe(there, ignoreOrder: true);
    }

    [Fact]
    public void Every_code_of_a_problem_in_the_document_is_one_that_the_source_has()
    {
        var folder = Path.Combine(Magpie.Tests.Support.Repository.Root, "src");
        var source = string.Concat(
            Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(file => file.Contains("/Core/", StringComparison.Ordinal) || file.Contains("/Functions/", StringComparison.Ordinal))
                .Where(file => !file.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));
        var codes = Codes(_document).Distinct(StringComparer.Ordinal).ToArray();
        codes.Length.ShouldBeGreaterThan(30);
        codes.ShouldAllBe(code => source.Contains($"\"{code}\"", StringComparison.Ordinal));
    }

    private static string[] Expected(string function, string method, string path)
    {
        if (RouteAccess.IsPublic(function))
        {
            return [];
        }

        var route = ClarifaiRoute.All.FirstOrDefault(route => (route.Method, route.Path) == (method, path));
        string[] ways = route is null ? ["basic"] : ["apiKey", "bearer", "basic"];
        return route?.IsForPublishableKeys ?? RouteAccess.IsForPublishableKeys(function) ? [.. ways, "publishableKey"] : ways;
    }

    /// <summary>What each function answers; of those that have a table of routes of their own, what is in it.</summary>
    private static IEnumerable<(string Function, string Method, string Path)> Routes() => Functions().SelectMany(function =>
        function.Trigger.Methods?.Length > 0 ? function.Trigger.Methods.Select(method => (function.Name, method, $"/{WithoutConstraints(function.Trigger.Route!)}"))
        : function.Name == PageFunctions.Name ? [(function.Name, "get", "/"), (function.Name, "head", "/")]
        : function.Name.StartsWith("Imagga", StringComparison.Ordinal) ? ImaggaRoutes(function)
        : ClarifaiRoute.All.Where(route => route.Function == function.Name).Select(route => (function.Name, route.Method, route.Path)));

    /// <summary>Endpoints name their routes without being asked anything else, so nothing they work with is needed.</summary>
    private static IEnumerable<(string Function, string Method, string Path)> ImaggaRoutes((string Name, HttpTriggerAttribute Trigger) function) =>
        from type in typeof(MagpieApplication).Assembly.GetTypes()
        where type.IsClass && type.IsAssignableTo(typeof(IImaggaEndpoints))
        from route in ((IImaggaEndpoints)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type)).Routes
        where $"v2{route.Path}/".StartsWith(function.Trigger.Route!.Replace("{*path}", "", StringComparison.Ordinal), StringComparison.Ordinal)
        from method in route.Methods
        select (function.Name, method.ToLowerInvariant(), $"/v2{route.Path}");

    private static IEnumerable<(string Name, HttpTriggerAttribute Trigger)> Functions() =>
        from method in typeof(MagpieApplication).Assembly.GetTypes().SelectMany(type => type.GetMethods())
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
        where trigger is not null
        select (function.Name, trigger);

    private static string WithoutConstraints(string route) => Constraint().Replace(route, "}");

    private JsonElement Resolve(JsonElement element) => element.TryGetProperty("$ref", out var reference)
        ? reference.GetString()![2..].Split('/').Aggregate(_document, (at, name) => at.GetProperty(name))
        : element;

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member.NameEquals("$ref") ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private static IEnumerable<string> Codes(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member =>
            member.NameEquals("code") && member.Value.ValueKind == JsonValueKind.Object && member.Value.TryGetProperty("enum", out var codes) ? codes.EnumerateArray().Select(code => code.GetString()!) : Codes(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Codes),
        _ => [],
    };

    [GeneratedRegex(":[^}]*}", RegexOptions.None, 1_000)]
    private static partial Regex Constraint();

    [GeneratedRegex("{(?<name>[^}]*)}", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Variable();
}
