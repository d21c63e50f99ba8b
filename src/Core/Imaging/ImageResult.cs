using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Magpie.Imaging;

/// <summary>What was asked for, or why the file does not give it.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ImageResult<T>
    where T : class
{
    public ImageResult(T value) => Value = value;

    public ImageResult(ImageFault fault) => Fault = fault;

    public T? Value { get; }

    public ImageFault? Fault { get; }

    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsOk => Value is not null;
}
