using System.Collections.Concurrent;
using System.Text.Json;

namespace Azure.Data.Tables.Entities;

/// <summary>How entities of a class are written and read; found out once per class.</summary>
internal abstract class EntityShape
{
    private static readonly ConcurrentDictionary<Type, EntityShape> Shapes = new();

    /// <summary>The shape of an entity whose class is only known when it runs, as in a transaction.</summary>
    public static EntityShape Of(ITableEntity entity) => Shapes.GetOrAdd(entity.GetType(), Make);

    public abstract void Write(Utf8JsonWriter json, ITableEntity entity);

    private static EntityShape Make(Type type) =>
        type == typeof(TableEntity)
            ? DictionaryShape.Instance
            : (EntityShape)typeof(ClassShape<>).MakeGenericType(type).GetProperty(nameof(ClassShape<>.Instance))!.GetValue(null)!;
}
