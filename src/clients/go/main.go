// Drives a sandbox with Google's Go clients: a line for each call, exit code 1 if one is not as wanted.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"cloud.google.com/go/bigquery"
	"cloud.google.com/go/storage"
	"google.golang.org/api/googleapi"
	"google.golang.org/api/iterator"
	"google.golang.org/api/option"
)

var failed = 0

func call(name, wanted string, action func() error) {
	outcome := "ok"
	if err := action(); err != nil {
		var refused *googleapi.Error
		var job *bigquery.Error
		var rows bigquery.PutMultiError
		switch {
		case errors.As(err, &refused):
			outcome = fmt.Sprint(refused.Code)
		case errors.As(err, &job):
			outcome = job.Reason
		case errors.As(err, &rows):
			outcome = "rows refused"
		default:
			outcome = strings.SplitN(err.Error(), "\n", 2)[0]
		}
	}
	if outcome == wanted {
		fmt.Printf("go %s: %s\n", name, outcome)
	} else {
		fmt.Printf("go %s: %s (wanted %s)\n", name, outcome, wanted)
		failed++
	}
}

func check(good bool) error {
	if !good {
		return errors.New("not as expected")
	}
	return nil
}

func wait(ctx context.Context, job *bigquery.Job, err error) error {
	if err != nil {
		return err
	}
	status, err := job.Wait(ctx)
	if err != nil {
		return err
	}
	return status.Err()
}

func main() {
	endpoint := os.Args[1]
	ctx := context.Background()
	os.Setenv("STORAGE_EMULATOR_HOST", endpoint)
	bq, err := bigquery.NewClient(ctx, "p-go",
		option.WithEndpoint(endpoint+"/bigquery/v2/"), option.WithoutAuthentication())
	if err != nil {
		panic(err)
	}
	gcs, err := storage.NewClient(ctx, option.WithoutAuthentication())
	if err != nil {
		panic(err)
	}
	gcs.SetRetry(storage.WithPolicy(storage.RetryNever))
	tables(ctx, bq)
	objects(ctx, gcs)
	if failed > 0 {
		os.Exit(1)
	}
}

type row struct {
	ID string `bigquery:"id"`
	N  int    `bigquery:"n"`
}

func tables(ctx context.Context, bq *bigquery.Client) {
	d := bq.Dataset("d")
	t := d.Table("t")
	schema := bigquery.Schema{
		{Name: "id", Type: bigquery.StringFieldType, Required: true},
		{Name: "n", Type: bigquery.IntegerFieldType},
	}
	call("create dataset", "ok", func() error { return d.Create(ctx, nil) })
	call("create dataset again", "409", func() error { return d.Create(ctx, nil) })
	call("datasets", "ok", func() error { _, err := bq.Datasets(ctx).Next(); return err })
	call("dataset metadata", "ok", func() error { _, err := d.Metadata(ctx); return err })
	call("dataset that is not there", "404", func() error { _, err := bq.Dataset("none").Metadata(ctx); return err })
	call("create table", "ok", func() error { return t.Create(ctx, &bigquery.TableMetadata{Schema: schema}) })
	call("tables", "ok", func() error { _, err := d.Tables(ctx).Next(); return err })
	call("table metadata", "ok", func() error { _, err := t.Metadata(ctx); return err })
	call("insert", "ok", func() error { return t.Inserter().Put(ctx, []*row{{"a", 1}}) })
	call("insert, a bad row", "rows refused", func() error {
		return t.Inserter().Put(ctx, &bigquery.ValuesSaver{Schema: bigquery.Schema{{Name: "no", Type: bigquery.StringFieldType}},
			Row: []bigquery.Value{"x"}})
	})
	call("read rows", "ok", func() error {
		var r row
		if err := t.Read(ctx).Next(&r); err != nil {
			return err
		}
		return check(r.ID == "a")
	})
	call("read rows of an empty table", "no more items in iterator", func() error {
		e := d.Table("e")
		if err := e.Create(ctx, &bigquery.TableMetadata{Schema: schema}); err != nil {
			return err
		}
		var r row
		return e.Read(ctx).Next(&r)
	})
	call("load from a reader", "ok", func() error {
		source := bigquery.NewReaderSource(strings.NewReader("{\"id\":\"b\",\"n\":2}\n"))
		source.SourceFormat = bigquery.JSON
		job, err := t.LoaderFrom(source).Run(ctx)
		return wait(ctx, job, err)
	})
	call("load from a reader, bad", "invalid", func() error {
		source := bigquery.NewReaderSource(strings.NewReader("{\"id\":\"x\"}\n{\"no\":1}\n"))
		source.SourceFormat = bigquery.JSON
		job, err := t.LoaderFrom(source).Run(ctx)
		return wait(ctx, job, err)
	})
	call("load CSV", "notImplemented", func() error {
		job, err := t.LoaderFrom(bigquery.NewReaderSource(strings.NewReader("a,1\n"))).Run(ctx)
		return wait(ctx, job, err)
	})
	call("query", "ok", func() error {
		it, err := bq.Query("SELECT COUNT(*) AS n FROM `p-go.d.t`").Read(ctx)
		if err != nil {
			return err
		}
		var values []bigquery.Value
		if err := it.Next(&values); err != nil {
			return err
		}
		return check(values[0] == int64(2))
	})
	call("query with parameters", "ok", func() error {
		q := bq.Query("SELECT @x + 1 AS x")
		q.Parameters = []bigquery.QueryParameter{{Name: "x", Value: 1}}
		_, err := q.Read(ctx)
		return err
	})
	call("query that fails", "400", func() error { _, err := bq.Query("SELECT nope").Read(ctx); return err })
	call("query that is not supported", "501", func() error {
		_, err := bq.Query("SELECT SOUNDEX('a')").Read(ctx)
		return err
	})
	call("jobs", "ok", func() error { _, err := bq.Jobs(ctx).Next(); return err })
	call("copy", "ok", func() error {
		job, err := d.Table("u").CopierFrom(t).Run(ctx)
		return wait(ctx, job, err)
	})
	call("update table", "ok", func() error {
		_, err := t.Update(ctx, bigquery.TableMetadataToUpdate{Description: "x"}, "")
		return err
	})
	call("delete dataset", "ok", func() error { return d.DeleteWithContents(ctx) })
}

func objects(ctx context.Context, gcs *storage.Client) {
	b := gcs.Bucket("b-go")
	put := func(o *storage.ObjectHandle, chunk int, body []byte) error {
		w := o.NewWriter(ctx)
		w.ChunkSize = chunk
		if _, err := w.Write(body); err != nil {
			return err
		}
		return w.Close()
	}
	read := func(o *storage.ObjectHandle, from, length int64) ([]byte, error) {
		r, err := o.NewRangeReader(ctx, from, length)
		if err != nil {
			return nil, err
		}
		defer r.Close()
		return io.ReadAll(r)
	}
	call("create bucket", "ok", func() error { return b.Create(ctx, "p-go", nil) })
	call("buckets", "ok", func() error { _, err := gcs.Buckets(ctx, "p-go").Next(); return err })
	call("bucket attributes", "ok", func() error { _, err := b.Attrs(ctx); return err })
	call("write at once", "ok", func() error { return put(b.Object("a/1"), 0, []byte("hello")) })
	big := bytes.Repeat([]byte("x"), 600_000)
	call("write in chunks by POST", "ok", func() error { return put(b.Object("a/2"), 256*1024, big) })
	call("read by the XML API", "ok", func() error {
		body, err := read(b.Object("a/2"), 0, -1)
		if err != nil {
			return err
		}
		return check(bytes.Equal(body, big))
	})
	call("read a range", "ok", func() error {
		body, err := read(b.Object("a/1"), 1, 2)
		if err != nil {
			return err
		}
		return check(string(body) == "el")
	})
	call("read what is not there", "storage: object doesn't exist", func() error {
		_, err := read(b.Object("none"), 0, -1)
		if errors.Is(err, storage.ErrObjectNotExist) {
			return storage.ErrObjectNotExist
		}
		return err
	})
	call("attributes", "ok", func() error { _, err := b.Object("a/1").Attrs(ctx); return err })
	call("list with empty parameters", "ok", func() error {
		it := b.Objects(ctx, &storage.Query{})
		n := 0
		for {
			_, err := it.Next()
			if err == iterator.Done {
				return check(n == 2)
			}
			if err != nil {
				return err
			}
			n++
		}
	})
	call("copy object", "ok", func() error {
		_, err := b.Object("a/3").CopierFrom(b.Object("a/1")).Run(ctx)
		return err
	})
	call("precondition", "412", func() error {
		return put(b.Object("a/1").If(storage.Conditions{DoesNotExist: true}), 0, []byte("x"))
	})
	for _, name := range []string{"a/1", "a/2", "a/3"} {
		call("delete "+name, "ok", func() error { return b.Object(name).Delete(ctx) })
	}
	call("delete bucket", "ok", func() error { return b.Delete(ctx) })
}
