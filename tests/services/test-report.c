#include <glib/gstdio.h>
#include <poppler.h>

#include "exchange/cy-sheet.h"
#include "report/cy-care-data.h"
#include "report/cy-preview.h"
#include "report/cy-report.h"

/* Everything that a caller relies on in a printed report: nothing is lost on the way to the
 * page, fonts travel along, and sums are sums. */

/* The text without any white space, as wrapping puts it anywhere. */
static char *
squeeze (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isspace (g_utf8_get_char (p)))
      g_string_append_unichar (out, g_utf8_get_char (p));

  return g_string_free_and_steal (out);
}

static GBytes *
make_pdf (CyPaper *paper,
          guint   *n_pages)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  cy_paper_lay_out (paper, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  if (n_pages != NULL)
    *n_pages = cy_paper_get_n_pages (paper);
  cy_paper_write_pdf (paper, stream, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (stream, NULL, NULL);

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

static char *
text_of_page (GBytes *pdf,
              guint   page)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyPreview) preview = cy_preview_new (pdf, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  text = cy_preview_get_text (preview, page);

  return squeeze (text);
}

static char *
text_of_pages (GBytes *pdf)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CyPreview) preview = cy_preview_new (pdf, &error);
  g_autoptr (GString) all = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < cy_preview_get_n_pages (preview); i++)
    {
      g_autofree char *text = cy_preview_get_text (preview, i);

      g_string_append (all, text);
    }

  return squeeze (all->str);
}

static void
assert_fonts_embedded (GBytes *pdf)
{
  PopplerDocument *document = poppler_document_new_from_bytes (pdf, NULL, NULL);
  PopplerFontInfo *info = poppler_font_info_new (document);
  PopplerFontsIter *fonts = NULL;
  guint n_fonts = 0;

  g_assert_true (poppler_font_info_scan (info, poppler_document_get_n_pages (document), &fonts));
  do
    {
      g_assert_true (poppler_fonts_iter_is_embedded (fonts));
      n_fonts++;
    }
  while (poppler_fonts_iter_next (fonts));
  g_assert_cmpuint (n_fonts, >, 0);
  poppler_fonts_iter_free (fonts);
  g_object_unref (info);
  g_object_unref (document);
}

/* A person of whom every field says something of its own. */
static CyCardPerson *
whole_person (const char *name,
              const char *tag)
{
  CyCardPerson *person = cy_card_person_new ();

  person->kin = g_strdup_printf ("干亲%s", tag);
  person->name = g_strdup (name);
  person->phone = g_strdup_printf ("1390000%s", tag);
  person->address = g_strdup_printf ("南岗村%s号", tag);
  person->occupation = g_strdup_printf ("务农%s", tag);
  person->health = g_strdup_printf ("良好%s", tag);
  person->employer = g_strdup_printf ("新科电子%s有限公司", tag);
  person->employer_address = g_strdup_printf ("东莞市振安路%s号", tag);
  person->employer_phone = g_strdup_printf ("0769855%s", tag);
  person->away_place = g_strdup_printf ("广东省东莞市%s", tag);
  person->away_since = cy_day_from_ymd (2021, 2, 19);
  person->birth = cy_day_from_ymd (1958, 1, 2);

  return person;
}

static CyCard *
whole_card (void)
{
  CyCard *card = cy_card_new ();

  card->child.name = g_strdup ("李䶮朗");
  card->child.sex = CY_SEX_MALE;
  card->child.birth = cy_day_from_ymd (2015, 3, 5);
  card->child.phone = g_strdup ("13918600730");
  card->child.address = g_strdup ("江西省贵溪市水磨镇南岗村五组18号");
  card->id_number = g_strdup ("360681201503056811");
  card->ethnicity = g_strdup ("汉族");
  card->hukou = g_strdup ("水磨镇会龙村");
  card->village = g_strdup ("南岗村");
  card->school = g_strdup ("水磨镇中心小学");
  card->class_name = g_strdup ("三(2)班");
  card->class_teacher = g_strdup ("㛃秀英");
  card->class_teacher_phone = g_strdup ("13524670099");
  card->student_number = g_strdup ("G36068120");
  card->character = g_strdup ("内向");
  card->hobbies = g_strdup ("画画");
  card->medical_history = g_strdup ("青霉素过敏");
  card->note = g_strdup ("每周五由 Alim Memet 接送");
  card->father = whole_person ("李建国", "1001");
  card->mother = whole_person ("𠮷小梅", "2002");
  card->guardian = whole_person ("周建", "3003");
  card->temporary = whole_person ("王芳", "4004");
  g_ptr_array_add (card->others, whole_person ("赵六", "5005"));

  return card;
}

static void
test_card_says_all (void)
{
  /* What the schemes ask of the contact card and the ledger; see docs/SCHEMES.md. */
  static const char * const expected[] = {
    "李䶮朗", "2015-03-05", "11years", "13918600730", "江西省贵溪市水磨镇南岗村五组18号", "360681201503056811", "汉族",
    "水磨镇会龙村", "水磨镇中心小学", "三(2)班", "㛃秀英", "13524670099", "G36068120", "内向", "画画", "青霉素过敏",
    "每周五由AlimMemet接送",
    "李建国", "13900001001", "广东省东莞市1001", "新科电子1001有限公司", "东莞市振安路1001号", "07698551001", "2021-02-19",
    "𠮷小梅", "13900002002", "广东省东莞市2002", "新科电子2002有限公司", "东莞市振安路2002号", "07698552002",
    "周建", "干亲3003", "68years", "13900003003", "务农3003", "良好3003", "南岗村3003号",
    "王芳", "干亲4004", "13900004004", "务农4004", "良好4004", "南岗村4004号",
    "赵六", "干亲5005", "13900005005", "南岗村5005号",
    "水磨镇民政办公室", "2026-09-10",
  };
  g_autoptr (GPtrArray) cards = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_card_free);
  g_autoptr (CyPaper) paper = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;

  g_ptr_array_add (cards, whole_card ());
  paper = cy_card_form (cards, "水磨镇民政办公室", cy_day_from_ymd (2026, 9, 10));
  pdf = make_pdf (paper, NULL);
  text = text_of_pages (pdf);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    if (strstr (text, expected[i]) == NULL)
      g_error ("the card does not say %s: %s", expected[i], text);
  assert_fonts_embedded (pdf);
}

static void
test_card_of_nothing (void)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_card_free);
  g_autoptr (CyPaper) paper = cy_card_form (cards, NULL, CY_DAY_NONE);
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *text = NULL;
  guint n_pages;

  pdf = make_pdf (paper, &n_pages);
  text = text_of_pages (pdf);
  g_assert_cmpuint (n_pages, ==, 1);
  g_assert_nonnull (strstr (text, "Guardian"));
  g_assert_nonnull (strstr (text, "Homeaddress"));
}

static void
test_card_each_on_its_page (void)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_card_free);
  g_autoptr (CyPaper) paper = NULL;
  g_autoptr (GBytes) pdf = NULL;
  guint n_pages;

  for (int i = 0; i < 12; i++)
    {
      CyCard *card = cy_card_new ();

      card->child.name = g_strdup_printf ("孩子%d号", i);
      g_ptr_array_add (cards, card);
    }
  paper = cy_card_form (cards, "民政办", cy_day_from_ymd (2026, 9, 10));
  pdf = make_pdf (paper, &n_pages);
  g_assert_cmpuint (n_pages, ==, 12);
  for (guint i = 0; i < n_pages; i++)
    {
      g_autofree char *text = text_of_page (pdf, i);
      g_autofree char *name = g_strdup_printf ("孩子%u号", i);
      g_autofree char *number = g_strdup_printf ("Page%uof12", i + 1);

      g_assert_nonnull (strstr (text, name));
      g_assert_nonnull (strstr (text, number));
    }
}

/* A text longer than a page goes on over pages: every sentence comes, in order, once. */
static void
test_long_text_is_whole (void)
{
  const double widths[] = { 1, 4 };
  g_autoptr (CyPaper) paper = cy_paper_new ("Long", "zh_CN", FALSE);
  g_autoptr (GBytes) pdf = NULL;
  g_autoptr (GString) long_text = g_string_new (NULL);
  g_autofree char *with_headers = NULL;
  g_autoptr (GString) text = NULL;
  const char *place;
  CyPaperTable *table;
  guint n_pages;

  for (int i = 0; i < 400; i++)
    g_string_append_printf (long_text, "第%d句，孩子说爸爸妈妈过年才回来。", i);

  table = cy_paper_add_table (paper, widths, G_N_ELEMENTS (widths));
  cy_paper_table_set_header (table, 1);
  cy_paper_table_add_row (table, 0);
  cy_paper_table_add_cell (table, "栏目", 1, 1, CY_CELL_LABEL);
  cy_paper_table_add_cell (table, "内容", 1, 1, CY_CELL_LABEL);
  cy_paper_table_add_row (table, 0);
  cy_paper_table_add_cell (table, NULL, 1, 2, CY_CELL_BLANK);
  cy_paper_table_add_cell (table, long_text->str, 1, 1, CY_CELL_VALUE);
  cy_paper_table_add_row (table, 0);
  cy_paper_table_add_cell (table, "末行", 1, 1, CY_CELL_VALUE);
  cy_paper_add_text (paper, CY_PAPER_BODY, long_text->str);

  pdf = make_pdf (paper, &n_pages);
  with_headers = text_of_pages (pdf);
  text = g_string_new (with_headers);
  g_assert_cmpuint (n_pages, >, 6);
  /* The header stands between two lines wherever a page ends. */
  g_assert_cmpuint (g_string_replace (text, "栏目内容", "", 0), >, 3);
  place = text->str;
  for (int i = 0; i < 400; i++)
    {
      g_autofree char *sentence = g_strdup_printf ("第%d句", i);

      place = strstr (place, sentence);
      g_assert_nonnull (place);
    }
  place = strstr (place, "末行");
  g_assert_nonnull (place);
  for (int i = 0; i < 400; i++)
    {
      g_autofree char *sentence = g_strdup_printf ("第%d句", i);

      place = strstr (place, sentence);
      g_assert_nonnull (place);
    }
}

static void
test_header_on_every_page (void)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_card_free);
  g_autoptr (CyPaper) paper = NULL;
  g_autoptr (GBytes) pdf = NULL;
  g_autofree char *all = NULL;
  guint n_pages;

  for (int i = 0; i < 300; i++)
    {
      CyCard *card = cy_card_new ();

      card->child.name = g_strdup_printf ("娃%d娃", i);
      card->child.sex = i % 3 == 0 ? CY_SEX_FEMALE : CY_SEX_MALE;
      card->guardian = whole_person ("周建", "3003");
      g_ptr_array_add (cards, card);
    }
  paper = cy_roster_form (cards, NULL, cy_day_from_ymd (2026, 9, 10));
  pdf = make_pdf (paper, &n_pages);
  g_assert_cmpuint (n_pages, >, 5);
  for (guint i = 0; i < n_pages; i++)
    {
      g_autofree char *text = text_of_page (pdf, i);

      g_assert_nonnull (strstr (text, "Schoolandclass"));
    }
  all = text_of_pages (pdf);
  for (int i = 0; i < 300; i++)
    {
      g_autofree char *name = g_strdup_printf ("娃%d娃", i);

      g_assert_nonnull (strstr (all, name));
    }
  g_assert_nonnull (strstr (all, "300children,boys:200,girls:100"));
}

/* The care record */

static CyCareData *
random_care (void)
{
  CyCareData *data = cy_care_data_new ();
  guint n_children = g_test_rand_int_range (1, 60);
  guint n_obligations = g_test_rand_int_range (1, 6);

  data->from = cy_day_from_ymd (2026, 3, 1);
  data->to = cy_day_from_ymd (2026, 7, 10);
  data->today = cy_day_from_ymd (2026, 9, 10);
  for (guint i = 0; i < n_obligations; i++)
    {
      CyObligation *obligation = cy_obligation_new ();

      obligation->name = g_strdup_printf ("责任%u", i);
      obligation->who = g_strdup ("爱心妈妈");
      obligation->kinds = CY_CONTACT_KIND_BIT (CY_CONTACT_TALK);
      g_ptr_array_add (data->obligations, obligation);
    }
  for (guint i = 0; i < n_children; i++)
    {
      CyCard *card = cy_card_new ();

      card->child.name = g_strdup_printf ("娃%u娃", i);
      if (i % 3 != 0)
        card->school = g_strdup (i % 3 == 1 ? "甲小学" : "乙小学");
      g_ptr_array_add (data->children, card);
      for (guint j = 0; j < n_obligations; j++)
        {
          CyCareLine line = { .child = i, .obligation = j, .first_date = data->dates->len };

          if (g_test_rand_bit ())
            continue;
          line.required = g_test_rand_int_range (0, 12);
          line.done = g_test_rand_int_range (0, 16);
          line.missed = g_test_rand_int_range (0, line.required + 1);
          for (int k = 0; k < line.done; k++)
            {
              CyDay day = data->from + k * 7;

              g_array_append_val (data->dates, day);
            }
          g_array_append_val (data->lines, line);
        }
    }

  return data;
}

static gint64
int_of (const CySheet *sheet,
        guint          row,
        guint          column)
{
  const CyCell *cell = cy_sheet_cell (sheet, row, column);

  g_assert_nonnull (cell);
  g_assert_cmpint (cell->type, ==, CY_CELL_NUMBER);

  return (gint64) cell->number;
}

static void
test_care_workbook_adds_up (void)
{
  for (int round = 0; round < 20; round++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (CyCareData) data = random_care ();
      g_autoptr (GBytes) bytes = cy_care_workbook (data, "民政办", NULL, &error);
      g_autoptr (CyBook) book = NULL;
      const CySheet *summary, *record;
      gint64 required = 0, done = 0, missed = 0;
      guint last;

      g_assert_no_error (error);
      book = cy_book_read_bytes (bytes, "care.xlsx", NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (book->sheets->len, ==, 2);
      summary = g_ptr_array_index (book->sheets, 0);
      record = g_ptr_array_index (book->sheets, 1);

      g_assert_cmpuint (record->rows->len, ==, data->lines->len + 1);
      for (guint i = 0; i < data->lines->len; i++)
        {
          const CyCareLine *line = &g_array_index (data->lines, CyCareLine, i);

          g_assert_cmpint (int_of (record, i + 1, 8), ==, line->required);
          g_assert_cmpint (int_of (record, i + 1, 9), ==, line->done);
          g_assert_cmpint (int_of (record, i + 1, 10), ==, line->missed);
          required += int_of (record, i + 1, 8);
          done += int_of (record, i + 1, 9);
          missed += int_of (record, i + 1, 10);
        }
      last = summary->rows->len - 1;
      g_assert_cmpstr (cy_sheet_cell (summary, last, 0)->text, ==, "Total");
      g_assert_cmpint (int_of (summary, last, 3), ==, required);
      g_assert_cmpint (int_of (summary, last, 4), ==, done);
      g_assert_cmpint (int_of (summary, last, 5), ==, missed);
      if (required > 0)
        g_assert_cmpfloat (cy_sheet_cell (summary, last, 6)->number, <=, 1.0);
    }
}

static void
test_care_form_says_all (void)
{
  for (int round = 0; round < 4; round++)
    {
      g_autoptr (CyCareData) data = random_care ();
      g_autoptr (CyPaper) paper = cy_care_form (data, "民政办");
      g_autoptr (GBytes) pdf = make_pdf (paper, NULL);
      g_autofree char *text = text_of_pages (pdf);
      CyCareTotals totals = { 0 };
      g_autofree char *sums = NULL;
      guint last = G_MAXUINT;

      for (guint i = 0; i < data->lines->len; i++)
        {
          const CyCareLine *line = &g_array_index (data->lines, CyCareLine, i);
          const CyCard *card = g_ptr_array_index (data->children, line->child);
          g_autofree char *words = cy_care_data_dates (data, line);
          g_autofree char *dates = squeeze (words);

          cy_care_totals_add (&totals, line, line->child != last);
          last = line->child;
          g_assert_nonnull (strstr (text, card->child.name));
          g_assert_nonnull (strstr (text, dates));
        }
      if (data->lines->len == 0)
        continue;
      sums = g_strdup_printf ("Total%d%d%d%d", (int) totals.children, (int) totals.required, (int) totals.done,
                              (int) totals.missed);
      g_assert_nonnull (strstr (text, sums));
      g_assert_nonnull (strstr (text, "2026-03-01to2026-07-10"));
      assert_fonts_embedded (pdf);
    }
}

/* More than was asked in one month, or of one child, does not hide what another lacks. */
static void
test_totals_do_not_make_up (void)
{
  CyCareTotals totals = { 0 };
  CyCareLine eager = { .required = 1, .done = 5 }, late = { .required = 4, .done = 0, .missed = 4 };
  CyCareLine uneven = { .required = 2, .done = 3, .missed = 1 };

  cy_care_totals_add (&totals, &eager, TRUE);
  cy_care_totals_add (&totals, &late, TRUE);
  g_assert_cmpint (totals.met, ==, 1);
  cy_care_totals_add (&totals, &uneven, FALSE);
  g_assert_cmpint (totals.met, ==, 2);
  g_assert_cmpint (totals.children, ==, 2);
  g_assert_cmpint (totals.required, ==, 7);
  g_assert_cmpint (totals.done, ==, 8);
  g_assert_cmpint (totals.missed, ==, 5);
}

static void
test_preview_has_the_page (void)
{
  g_autoptr (GPtrArray) cards = g_ptr_array_new_with_free_func ((GDestroyNotify) cy_card_free);
  g_autoptr (CyPaper) paper = cy_roster_form (cards, NULL, cy_day_from_ymd (2026, 9, 10));
  g_autoptr (GBytes) pdf = make_pdf (paper, NULL);
  g_autoptr (CyPreview) preview = cy_preview_new (pdf, NULL);
  cairo_surface_t *surface = cy_preview_render (preview, 0, 0.5);
  const guint8 *pixels = cairo_image_surface_get_data (surface);
  gboolean inked = FALSE;
  double width, height;

  cy_preview_get_size (preview, 0, &width, &height);
  g_assert_cmpfloat (width, >, height);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 421);
  cairo_surface_flush (surface);
  for (int i = 0; i < cairo_image_surface_get_stride (surface) * cairo_image_surface_get_height (surface); i++)
    inked = inked || pixels[i] < 64;
  g_assert_true (inked);
  cairo_surface_destroy (surface);
}

static void
test_no_preview_without_its_module (void)
{
  g_autofree char *directory = g_strdup (g_getenv ("CHUYAN_MODULEDIR"));
  g_autofree char *empty = g_dir_make_tmp (NULL, NULL);
  g_autoptr (GBytes) pdf = g_bytes_new_static ("%PDF", 4);
  g_autoptr (GError) error = NULL;

  g_setenv ("CHUYAN_MODULEDIR", empty, TRUE);
  g_assert_null (cy_preview_new (pdf, &error));
  g_assert_error (error, CY_REPORT_ERROR, CY_REPORT_ERROR_NO_PREVIEW);
  g_setenv ("CHUYAN_MODULEDIR", directory, TRUE);
  g_rmdir (empty);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/report/card/says-all", test_card_says_all);
  g_test_add_func ("/report/card/of-nothing", test_card_of_nothing);
  g_test_add_func ("/report/card/each-on-its-page", test_card_each_on_its_page);
  g_test_add_func ("/report/paper/long-text-is-whole", test_long_text_is_whole);
  g_test_add_func ("/report/paper/header-on-every-page", test_header_on_every_page);
  g_test_add_func ("/report/care/workbook-adds-up", test_care_workbook_adds_up);
  g_test_add_func ("/report/care/form-says-all", test_care_form_says_all);
  g_test_add_func ("/report/care/totals-do-not-make-up", test_totals_do_not_make_up);
  g_test_add_func ("/report/preview/page", test_preview_has_the_page);
  g_test_add_func ("/report/preview/no-module", test_no_preview_without_its_module);

  return g_test_run ();
}
