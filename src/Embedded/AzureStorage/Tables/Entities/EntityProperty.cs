using System.Reflection;
using System.Text.Json;

namespace Azure.Data.Tables.Entities;

/// <summary>A property of an entity class: its name in the table, and how to write and read it.</summary>
internal abstract class EntityProperty<TEntity>(string name)
{
    public string Name { get; } = name;

    public abstract void Write(Utf8JsonWriter json, TEntity entity);

    /// <summary>Sets the property from the value the reader is at; null leaves it as it is.</summary>
    public abstract void Read(ref Utf8JsonReader json, TEntity entity);
}

/// <summary>As <see cref="EntityProperty{TEntity}"/>, with its accessors bound once.</summary>
internal sealed class EntityProperty<TEntity, TValue>(string name, PropertyInfo property) : EntityProperty<TEntity>(name)
{
    private readonly Func<TEntity, TValue> _get = property.GetMethod!.CreateDelegate<Func<TEntity, TValue>>();
    private readonly Action<TEntity, TValue> _set = property.SetMethod!.CreateDelegate<Action<TEntity, TValue>>();

    public override void Write(Utf8JsonWriter json, TEntity entity) => EdmType<TValue>.Write(json, Name, _get(entity));

    public override void Read(ref Utf8JsonReader json, TEntity entity)
    {
        if (json.TokenType != JsonTokenType.Null)
        {
            _set(entity, EdmType<TValue>.Read(ref json));
        }
    }
}
