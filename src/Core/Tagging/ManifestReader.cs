using System.Text.Json;
using System.Text.RegularExpressions;

namespace Magpie.Tagging;

/// <summary>Reads <c>pack.json</c> against the schema of docs/decisions/tagging.md.</summary>
internal static partial class ManifestReader
{
    private const int MaxSide = 4096;
    private static readonly string[] Resizes = ["stretch", "cover", "contain", "shortest-side"];

    /// <summary>The manifest, or null with a sentence for everything that is wrong with it.</summary>
    public static PackManifest? Read(ReadOnlyMemory<byte> json, string file, List<string> problems) =>
        PackJson.Read(json, file, problems, root => Read(root, file, problems));

    private static PackManifest? Read(JsonElement root, string file, List<string> problems)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            problems.Add($"{file}: must be a JSON object.");
            return null;
        }

        var before = problems.Count;
        var fields = new JsonFields(root, file, "", problems);
        var task = fields.OneOf("task", PackTasks.All, required: true);
        var decoder = fields.Text("decoder", max: 40);
        var manifest = new PackManifest
        {
            Id = Matching(fields, "id", Id(), "1 to 64 lower-case letters, digits and hyphens"),
            Version = Matching(fields, "version", Version(), "1 to 40 letters, digits, dots, hyphens and plus signs"),
            Task = task ?? "",
            Decoder = decoder,
            Title = fields.Text("title") ?? "",
            License = fields.Text("license", required: true) ?? "",
            Source = fields.Text("source") ?? "",
            Model = FileName(fields, "model", required: true) ?? "",
            Sha256 = Matching(fields, "sha256", Sha256(), "64 hexadecimal digits").ToLowerInvariant(),
            Bytes = fields.Whole("bytes", 1, long.MaxValue),
            Input = Input(fields.Object("input", required: true), task, decoder),
            Outputs = Outputs(fields, task),
            InlineLabels = fields.IsArray("labels") ? fields.Texts("labels") : null,
            LabelsFile = fields.IsArray("labels") ? null : FileName(fields, "labels", required: task is not null && PackTasks.WithLabels.Contains(task)),
            Threshold = (float)(fields.Number("threshold", 0, 1) ?? 0.5),
            Top = (int)(fields.Whole("top", 1, 1000) ?? 5),
            Requires = fields.Texts("requires") ?? [],
            Extras = fields.Rest(),
        };
        return problems.Count == before ? manifest : null;
    }

    private static PackInput Input(JsonFields? fields, string? task, string? decoder)
    {
        if (fields is null)
        {
            return new("");
        }

        // Scores need one size for all images; a decoder may take any and lay the image out in its own words.
        var free = task is not null && !PackTasks.WithLabels.Contains(task);
        var resize = free && decoder is not null ? fields.Text("resize") : fields.OneOf("resize", Resizes);
        return new(fields.Text("name", required: true) ?? "")
        {
            Width = (int?)fields.Whole("width", 1, MaxSide, required: !free),
            Height = (int?)fields.Whole("height", 1, MaxSide, required: !free),
            MultipleOf = (int?)fields.Whole("multipleOf", 1, 512),
            LongestSide = (int?)fields.Whole("longestSide", 16, MaxSide),
            ShortestSide = (int?)fields.Whole("shortestSide", 1, MaxSide),
            Resize = resize switch
            {
                null or "stretch" => InputResize.Stretch,
                "cover" => InputResize.Cover,
                "contain" => InputResize.Contain,
                "shortest-side" => InputResize.ShortestSide,
                _ => InputResize.Decoder,
            },
            ChannelsLast = fields.OneOf("layout", ["NCHW", "NHWC"]) is "NHWC",
            Bgr = fields.OneOf("channels", ["RGB", "BGR"]) is "BGR",
            Type = fields.OneOf("dtype", ["float32", "float16", "uint8", "int8"]) switch
            {
                "float16" => InputType.Float16,
                "uint8" => InputType.UInt8,
                "int8" => InputType.Int8,
                _ => InputType.Float32,
            },
            Scale = (float)(fields.Number("scale", -1e6, 1e6) ?? 1),
            Mean = fields.Three("mean", zeroAllowed: true) ?? [0, 0, 0],
            Std = fields.Three("std", zeroAllowed: false) ?? [1, 1, 1],
            Extras = fields.Rest(),
        };
    }

    private static Dictionary<string, PackOutput> Outputs(JsonFields manifest, string? task)
    {
        var outputs = new Dictionary<string, PackOutput>(StringComparer.Ordinal);
        var scored = task is not null && PackTasks.WithLabels.Contains(task);
        if (manifest.Object("outputs", required: scored) is not { } roles)
        {
            return outputs;
        }

        foreach (var role in roles.Names.ToList())
        {
            if (roles.Object(role, required: true) is { } fields)
            {
                outputs[role] = Output(fields);
            }
        }

        if (scored && !outputs.ContainsKey("scores"))
        {
            roles.Problem("scores", "is missing");
        }

        return outputs;
    }

    private static PackOutput Output(JsonFields fields) => new(fields.Text("name", required: true) ?? "")
    {
        Activation = fields.OneOf("activation", ["softmax", "sigmoid", "none"]) switch
        {
            "softmax" => Activation.Softmax,
            "sigmoid" => Activation.Sigmoid,
            _ => Activation.None,
        },
        Size = (int?)fields.Whole("size", 1, 65_536),
        NormalizeL2 = fields.OneOf("normalize", ["l2", "none"]) is "l2",
        Extras = fields.Rest(),
    };

    private static string Matching(JsonFields fields, string field, Regex form, string rule)
    {
        var text = fields.Text(field, required: true);
        if (text is not null && !form.IsMatch(text))
        {
            fields.Problem(field, $"must be {rule}");
        }

        return text ?? "";
    }

    private static string? FileName(JsonFields fields, string field, bool required)
    {
        var name = fields.Text(field, required, max: 255);
        if (name is not null && !PackFiles.IsPlainName(name))
        {
            fields.Problem(field, "must be the name of a file in the pack's folder, without a path");
        }

        return name;
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,63}$", RegexOptions.None, 100)]
    private static partial Regex Id();

    [GeneratedRegex(@"^[0-9A-Za-z][0-9A-Za-z.+-]{0,39}$", RegexOptions.None, 100)]
    private static partial Regex Version();

    [GeneratedRegex("^[0-9a-fA-F]{64}$", RegexOptions.None, 100)]
    private static partial Regex Sha256();
}
