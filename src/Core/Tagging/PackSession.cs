using Microsoft.ML.OnnxRuntime;

namespace Magpie.Tagging;

/// <summary>A model that is loaded and has passed every check. Safe for use from many threads at once.</summary>
public sealed class PackSession : IDisposable
{
    private static readonly TimeSpan WarmUpTimeout = TimeSpan.FromMinutes(1);

    private readonly InferenceSession _session;
    private readonly string[] _inputs;
    private readonly string[] _outputs;
    private readonly string[] _roles;

    // Runs under way, and one for the owner: the native session goes with the last of them, never under a run.
    private int _users = 1;
    private int _disposed;

    private PackSession(PackManifest manifest, InferenceSession session)
    {
        _session = session;
        _inputs = [manifest.Input.Name];
        _roles = manifest.Outputs.Count > 0 ? [.. manifest.Outputs.Keys] : [.. session.OutputNames];
        _outputs = manifest.Outputs.Count > 0 ? [.. manifest.Outputs.Values.Select(output => output.Name)] : _roles;
    }

    /// <summary>Runs the model; one inference occupies its thread until it is done.</summary>
    /// <exception cref="OperationCanceledException">The token fired; the model is stopped between two of its nodes.</exception>
    /// <exception cref="OnnxRuntimeException">The model failed.</exception>
    /// <exception cref="ObjectDisposedException">The pack was closed.</exception>
    public PackAnswer Run(OrtValue input, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Enter();
        try
        {
            using var options = new RunOptions();
            using var registration = cancellationToken.UnsafeRegister(static options => ((RunOptions)options!).Terminate = true, options);
            return new(_roles, _session.Run(options, _inputs, [input], _outputs));
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        finally
        {
            Leave();
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Leave();
        }
    }

    /// <summary>Loads a model and holds it against its manifest; null with what is wrong.</summary>
    internal static PackSession? Open(PackManifest manifest, int labels, byte[] model, int intraOpThreads, List<string> problems)
    {
        if (OnnxGraph.Read(model) is not { } graph)
        {
            problems.Add($"{manifest.Model}: is no ONNX model.");
            return null;
        }

        var before = problems.Count;
        GraphCheck.Tensors(manifest, graph, problems);
        if (problems.Count > before)
        {
            return null;
        }

        foreach (var inner in manifest.Outputs.Values.Where(output => !graph.HasOutput(output.Name)).Select(output => output.Name).Distinct())
        {
            model = OnnxOutputs.Add(model, inner);
        }

        PackSession? opened = null;
        try
        {
            using var options = Options(intraOpThreads);
            opened = new(manifest, new InferenceSession(model, options));
            opened.Check(manifest, labels, problems);
        }
        catch (Exception failure) when (failure is OnnxRuntimeException or OperationCanceledException or NotSupportedException)
        {
            problems.Add($"{manifest.Model}: ONNX Runtime does not take it: {Short(failure.Message)}");
        }
        catch (Exception missing) when (missing is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException)
        {
            problems.Add($"{manifest.Model}: ONNX Runtime's native library cannot be loaded on this machine: {Short(missing.GetBaseException().Message)}");
        }

        if (problems.Count == before)
        {
            return opened;
        }

        opened?.Dispose();
        return null;
    }

    private void Enter()
    {
        var users = Volatile.Read(ref _users);
        while (true)
        {
            ObjectDisposedException.ThrowIf(users == 0, this);
            var seen = Interlocked.CompareExchange(ref _users, users + 1, users);
            if (seen == users)
            {
                return;
            }

            users = seen;
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            _session.Dispose();
        }
    }

    private void Check(PackManifest manifest, int labels, List<string> problems)
    {
        var before = problems.Count;
        GraphCheck.Input(manifest, _session, problems);
        if (problems.Count > before)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(WarmUpTimeout);
        using var input = InputTensor.Empty(manifest.Input);
        using var answer = Run(input.Value, timeout.Token);
        GraphCheck.Answer(manifest, labels, answer, problems);
    }

    private static SessionOptions Options(int intraOpThreads) => new()
    {
        IntraOpNumThreads = intraOpThreads,
        InterOpNumThreads = 1,
        ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
    };

    private static string Short(string message)
    {
        const int most = 300;
        var line = message.ReplaceLineEndings(" ");
        return line.Length > most ? $"{line[..most]}…" : line;
    }
}
